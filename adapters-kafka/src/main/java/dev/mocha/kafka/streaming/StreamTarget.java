package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.application.streaming.StreamTables.StreamTable;
import dev.mocha.kafka.streaming.rows.Reading;
import dev.mocha.kafka.streaming.rows.RowReader;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Writes the records of a configured stream to its table. */
final class StreamTarget implements Target<StreamRow> {

  private final StreamDefinition stream;
  private final StreamTables tables;
  private final RowReader reader;
  private volatile @Nullable StreamTable table;

  StreamTarget(StreamDefinition stream, StreamTables tables, @Nullable String hashKey) {
    this.stream = stream;
    this.tables = tables;
    this.reader = new RowReader(stream, hashKey);
  }

  @Override
  public void open() {
    table = tables.open(stream);
  }

  @Override
  public Decoded<StreamRow> decode(ConsumerRecord<byte[], byte[]> record) {
    return switch (reader.read(record)) {
      case Reading.Row(StreamRow row) -> new Decoded.Content<>(row);
      case Reading.Mark(var completeTo) -> new Decoded.Mark<>(completeTo, List.of());
      case Reading.Nothing _ -> new Decoded.Nothing<>();
    };
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
