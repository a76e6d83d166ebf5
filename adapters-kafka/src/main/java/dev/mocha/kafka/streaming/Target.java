package dev.mocha.kafka.streaming;

import dev.mocha.kafka.streaming.rows.Refused;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a stream makes of its records.
 *
 * @param <T> a record, read
 */
interface Target<T> {

  /**
   * Is called before the stream reads.
   *
   * @throws RuntimeException when nothing could be applied whatever the records say
   */
  void open();

  /**
   * Reads a record.
   *
   * @throws Refused for a record that the stream cannot take
   */
  Decoded<T> decode(ConsumerRecord<byte[], byte[]> record);

  /**
   * Applies what was read, in the order of the log, within the transaction that moves the
   * positions. An exception is taken for the fault of one of the items unless it is one of the
   * environment's.
   */
  void apply(List<T> items);
}
