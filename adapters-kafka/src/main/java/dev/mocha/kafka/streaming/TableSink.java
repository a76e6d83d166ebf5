package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.application.streaming.StreamTables.StreamTable;
import dev.mocha.kafka.streaming.decoding.Decoded;
import dev.mocha.kafka.streaming.decoding.RowDecoder;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Writes the records of a configured stream to its table. */
final class TableSink implements Sink<StreamRow> {

  private final StreamDefinition stream;
  private final StreamTables tables;
  private final RowDecoder decoder;
  private volatile @Nullable StreamTable table;

  TableSink(StreamDefinition stream, StreamTables tables, @Nullable String hashKey) {
    this.stream = stream;
    this.tables = tables;
    this.decoder = new RowDecoder(stream, hashKey);
  }

  @Override
  public void open() {
    table = tables.open(stream);
  }

  @Override
  public Decoded<StreamRow> decode(ConsumerRecord<byte[], byte[]> record) {
    return decoder.decode(record);
  }

  @Override
  public void apply(List<StreamRow> rows) {
    StreamTable open = table;
    if (open == null) {
      throw new IllegalStateException("the table of the stream " + stream.name() + " is not open");
    }
    open.write(rows);
  }
}
