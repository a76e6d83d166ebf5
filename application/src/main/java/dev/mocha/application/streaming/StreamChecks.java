package dev.mocha.application.streaming;

import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Deletes;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import dev.mocha.application.streaming.StreamDefinition.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds all problems of a definition. */
final class StreamChecks {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /** Statements quote identifiers; people can write these without quotes. */
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final Pattern RESERVED_SCHEMA =
      Pattern.compile("pg_.*|information_schema|report_g[0-9]+");
  private static final int MAX_COLUMNS = 500;
  private static final int MAX_BATCH = 50_000;

  private final List<Problem> problems = new ArrayList<>();

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void require(boolean holds, String path, String message) {
    if (!holds) {
      problems.add(new Problem(path, message));
    }
  }

  void names(String name, List<String> topics, Table table, List<StreamColumn> columns) {
    require(
        NAME.matcher(name).matches(),
        "stream",
        "is '%s', must match %s".formatted(name, NAME.pattern()));
    require(!topics.isEmpty(), "topics", "must name at least one topic");
    for (String topic : topics) {
      require(
          TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals(".."),
          "topics",
          "'%s' is not a topic name, must match %s".formatted(topic, TOPIC.pattern()));
    }
    require(topics.size() == Set.copyOf(topics).size(), "topics", "names a topic twice");
    require(
        IDENTIFIER.matcher(table.schema()).matches() && IDENTIFIER.matcher(table.name()).matches(),
        "table",
        "is '%s', each part must match %s".formatted(table, IDENTIFIER.pattern()));
    require(
        !RESERVED_SCHEMA.matcher(table.schema()).matches(),
        "table",
        "the schema '%s' is reserved".formatted(table.schema()));
    require(
        !columns.isEmpty() && columns.size() <= MAX_COLUMNS,
        "columns",
        "must have 1 to " + MAX_COLUMNS);
    var names = new HashSet<String>();
    for (StreamColumn column : columns) {
      require(
          IDENTIFIER.matcher(column.name()).matches(),
          path(column),
          "is not a column name, must match " + IDENTIFIER.pattern());
      require(names.add(column.name()), path(column), "is defined twice");
    }
  }

  void keyAndVersion(List<StreamColumn> columns, List<String> key, @Nullable String version) {
    require(!key.isEmpty(), "key", "must name at least one column");
    require(key.size() == Set.copyOf(key).size(), "key", "names a column twice");
    for (String name : key) {
      named(columns, name)
          .ifPresentOrElse(
              it -> {
                require(
                    it.type().canBeKey(),
                    "key",
                    "'%s' is %s, which cannot be a key".formatted(name, it.type()));
                require(
                    it.isNeverNull(),
                    path(it) + ".required",
                    "is false, but the column is in the key");
              },
              () -> unknown("key", name, columns));
    }
    if (version == null) {
      return;
    }
    require(!key.contains(version), "version", "'%s' is in the key".formatted(version));
    named(columns, version)
        .ifPresentOrElse(
            it -> {
              require(
                  it.type().canBeVersion(),
                  "version",
                  "'%s' is %s, must be integer, bigint, numeric, date or timestamptz"
                      .formatted(version, it.type()));
              require(
                  it.isNeverNull(),
                  path(it) + ".required",
                  "is false, but the column is the version");
            },
            () -> unknown("version", version, columns));
  }

  private void unknown(String path, String name, List<StreamColumn> columns) {
    problems.add(
        new Problem(
            path,
            "'%s' is not one of the columns %s"
                .formatted(
                    name,
                    columns.stream().map(StreamColumn::name).collect(Collectors.joining(", ")))));
  }

  void columns(List<StreamColumn> columns, Format format, PersonalFields personal) {
    for (StreamColumn column : columns) {
      require(
          column.typeFitsSource(),
          path(column) + ".type",
          "is %s, which %s cannot be".formatted(column.type(), column.source()));
      require(
          !column.required() || column.defaultValue() == null,
          path(column) + ".default",
          "is never used, because the column is required");
      require(
          column.defaultValue() == null || column.type().accepts(column.defaultValue()),
          path(column) + ".default",
          "is not " + column.type());
      require(
          format == Format.CLOUDEVENTS || !(column.source() instanceof Source.Attribute),
          path(column) + ".attribute",
          "needs format cloudevents");
      if (column.source() instanceof Source.Data(JsonPointer from)) {
        require(
            personal.drop().stream().noneMatch(it -> it.contains(from)),
            path(column) + ".from",
            "reads '%s', which personal.drop removes".formatted(from));
      }
    }
    require(
        !personal.drop().contains(JsonPointer.WHOLE),
        "personal.drop",
        "cannot be the whole document");
    require(
        !personal.hash().contains(JsonPointer.WHOLE),
        "personal.hash",
        "cannot be the whole document");
    for (JsonPointer hashed : personal.hash()) {
      require(
          personal.drop().stream().noneMatch(it -> it.contains(hashed)),
          "personal.hash",
          "'%s' is removed by personal.drop".formatted(hashed));
    }
  }

  void deletes(
      Format format,
      Set<String> types,
      Deletes deletes,
      List<StreamColumn> columns,
      List<String> key) {
    require(format == Format.CLOUDEVENTS || types.isEmpty(), "types", "needs format cloudevents");
    require(
        format == Format.CLOUDEVENTS || deletes.types().isEmpty(),
        "deletes.types",
        "needs format cloudevents");
    for (String type : deletes.types()) {
      require(!types.contains(type), "deletes.types", "'%s' is also in types".formatted(type));
    }
    if (deletes.tombstones()) {
      for (String name : key) {
        require(
            named(columns, name).filter(it -> it.source() instanceof Source.Data).isEmpty(),
            "deletes.tombstones",
            "the key column '%s' reads the data, which a tombstone does not have; read it from 'record: key'"
                .formatted(name));
      }
    }
  }

  void batch(Batch batch) {
    require(
        batch.size() >= 1 && batch.size() <= MAX_BATCH,
        "batch.size",
        "is %d, must be 1 to %,d".formatted(batch.size(), MAX_BATCH));
    require(
        !batch.linger().isNegative() && batch.linger().compareTo(Batch.MAX_LINGER) <= 0,
        "batch.linger",
        "is %s ms, must be 0s to %d s"
            .formatted(batch.linger().toMillis(), Batch.MAX_LINGER.toSeconds()));
  }

  private static String path(StreamColumn column) {
    return "columns." + column.name();
  }

  private static Optional<StreamColumn> named(List<StreamColumn> columns, String name) {
    return columns.stream().filter(it -> it.name().equals(name)).findFirst();
  }
}
