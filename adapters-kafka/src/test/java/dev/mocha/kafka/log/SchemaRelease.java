package dev.mocha.kafka.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.logclient.SchemaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of schemas, {@code TYPE/REVISION.json}, with the list of those that are released.
 *
 * @param upcast the schemas whose data are brought up to the revision after them
 */
record SchemaRelease(Path folder, Set<SchemaId> upcast) {

  private static final String LIST = "released.sha256";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Why these schemas must not go out; nothing when they may. */
  List<String> faults() throws IOException {
    var faults = new ArrayList<String>();
    Map<String, String> released = released();
    released.forEach(
        (file, digest) -> {
          Path schema = folder.resolve(file);
          if (!Files.exists(schema)) {
            faults.add(file + " is released and gone: readers still need it");
          } else if (!sha256(schema).equals(digest)) {
            faults.add(
                file + " is released and was changed: undo that, and write the next revision");
          }
        });
    for (String file : files()) {
      if (!released.containsKey(file)) {
        faults.add(
            "%s is not released: add the line '%s  %s' to %s"
                .formatted(file, sha256(folder.resolve(file)), file, LIST));
      }
    }
    faults.addAll(faultsOfRevisions());
    return faults;
  }

  private List<String> faultsOfRevisions() throws IOException {
    var faults = new ArrayList<String>();
    Set<SchemaId> ids =
        files().stream()
            .map(it -> it.substring(0, it.length() - ".json".length()).split("/", -1))
            .map(it -> new SchemaId(it[0], it[1]))
            .collect(Collectors.toCollection(TreeSet::new));
    for (SchemaId newer : ids) {
      int revision = Integer.parseInt(newer.revision());
      var older = new SchemaId(newer.type(), Integer.toString(Math.max(revision - 1, 1)));
      if (!ids.contains(older)) {
        faults.add("%s has no %s before it".formatted(newer, older));
      } else if (revision > 1 && !upcast.contains(older)) {
        SchemaEvolution.breaks(schema(older), schema(newer)).stream()
            .map(it -> "readers of %s cannot read %s: %s".formatted(older, newer, it))
            .forEach(faults::add);
      }
    }
    return faults;
  }

  private Map<String, String> released() throws IOException {
    var released = new TreeMap<String, String>();
    for (String line : Files.readAllLines(folder.resolve(LIST))) {
      String[] parts = line.split("  ", 2);
      released.put(parts[1], parts[0]);
    }
    return released;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(it -> folder.relativize(it).toString().replace('\\', '/'))
          .filter(it -> it.endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private JsonNode schema(SchemaId id) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(id + ".json")));
  }

  private static String sha256(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException | NoSuchAlgorithmException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
