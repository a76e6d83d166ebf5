package dev.mocha.kafka.streaming;

import dev.mocha.kafka.streaming.decoding.Decoded;
import dev.mocha.kafka.streaming.decoding.InvalidRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The destination of a stream.
 *
 * @param <T> a decoded record
 */
interface Sink<T> {

  /**
   * Is called before the stream reads.
   *
   * @throws RuntimeException when no record could be applied
   */
  void open();

  /**
   * Decodes a record.
   *
   * @throws InvalidRecord when the record cannot be decoded
   */
  Decoded<T> decode(ConsumerRecord<byte[], byte[]> record);

  /**
   * Applies records in the order of the log, in the transaction that moves the offsets. An
   * exception means that one of the records is invalid, unless it says that the database is not
   * available.
   */
  void apply(List<T> records);
}
