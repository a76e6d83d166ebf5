package dev.mocha.http.benchmarking;

import dev.mocha.application.benchmarking.MeasuredDatabase;
import dev.mocha.application.benchmarking.MeasuredDatabase.TableSize;
import dev.mocha.application.benchmarking.MeasuredDatabase.Use;
import dev.mocha.http.web.Paths;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The databases of this process, for {@code mocha compare} and for operators. */
@RestController
@Tag(name = "Databases")
public final class DatabaseController {

  private final List<MeasuredDatabase> databases;

  public DatabaseController(List<MeasuredDatabase> databases) {
    this.databases = List.copyOf(databases);
  }

  /** All databases that this process works with. */
  record Databases(List<DatabaseBody> items) {}

  /**
   * What a database has done since its server began to count: {@code busyMillis} of statements,
   * blocks of 8 kB that were in memory ({@code buffersHit}) or had to be read.
   */
  record DatabaseBody(
      String name,
      String server,
      long busyMillis,
      long buffersHit,
      long buffersRead,
      List<TableSize> tables) {

    static DatabaseBody of(Use it) {
      return new DatabaseBody(
          it.name(),
          it.server(),
          it.busy().toMillis(),
          it.buffersHit(),
          it.buffersRead(),
          it.tables());
    }
  }

  @GetMapping(Paths.DATABASES)
  @Operation(summary = "What the databases of this process have done, and how large they are")
  public Databases list() {
    return new Databases(
        databases.stream().map(MeasuredDatabase::use).map(DatabaseBody::of).toList());
  }
}
