package dev.mocha.application.streaming;

import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Deletes;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import dev.mocha.application.streaming.StreamDefinition.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the definition of a stream of thermometer readings. */
final class AStream {

  private final List<StreamColumn> columns = new ArrayList<>();
  private String name = "readings";
  private List<String> topics = List.of("house.readings");
  private Format format = Format.CLOUDEVENTS;
  private Set<String> types = Set.of();
  private Table table = new Table("public", "readings");
  private List<String> key = List.of("sensor");
  private @Nullable String version = "number";
  private Deletes deletes = Deletes.NONE;
  private PersonalFields personal = PersonalFields.NONE;
  private Batch batch = Batch.DEFAULT;

  private AStream() {}

  /** With the columns {@code sensor}, {@code number} and {@code celsius}. */
  static AStream stream() {
    return new AStream()
        .column("sensor", "text", new Source.Attribute("subject"), true)
        .column("number", "bigint", new Source.Attribute("sequence"), true)
        .column("celsius", "numeric", new Source.Data(JsonPointer.of("/celsius")), false);
  }

  AStream named(String it) {
    name = it;
    return this;
  }

  AStream topics(String... it) {
    topics = List.of(it);
    return this;
  }

  AStream format(Format it) {
    format = it;
    return this;
  }

  AStream types(String... it) {
    types = Set.of(it);
    return this;
  }

  AStream table(String schema, String table) {
    this.table = new Table(schema, table);
    return this;
  }

  AStream key(String... it) {
    key = List.of(it);
    return this;
  }

  AStream version(@Nullable String it) {
    version = it;
    return this;
  }

  AStream deletes(boolean tombstones, String... byTypes) {
    deletes = new Deletes(tombstones, Set.of(byTypes));
    return this;
  }

  AStream personal(Set<String> drop, Set<String> hash) {
    personal =
        new PersonalFields(
            Set.copyOf(drop.stream().map(JsonPointer::of).toList()),
            Set.copyOf(hash.stream().map(JsonPointer::of).toList()));
    return this;
  }

  AStream batch(Batch it) {
    batch = it;
    return this;
  }

  AStream column(String column, String type, Source source, boolean required) {
    return column(column, type, source, required, null);
  }

  AStream column(
      String column, String type, Source source, boolean required, @Nullable Object defaultValue) {
    columns.add(
        new StreamColumn(
            column, ColumnType.named(type).orElseThrow(), source, required, defaultValue));
    return this;
  }

  StreamDefinition defined() {
    return new StreamDefinition(
        name, topics, format, types, table, columns, key, version, deletes, personal, batch);
  }
}
