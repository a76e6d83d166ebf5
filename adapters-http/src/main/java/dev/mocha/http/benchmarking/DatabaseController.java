package dev.mocha.http.benchmarking;

import dev.mocha.application.benchmarking.MeasuredDatabase;
import dev.mocha.application.benchmarking.MeasuredDatabase.Usage;
import dev.mocha.http.web.Paths;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The usage of this process's databases, for {@code mocha benchmark} and for operators. */
@RestController
@Tag(name = "Databases")
final class DatabaseController {

  private final List<MeasuredDatabase> databases;

  DatabaseController(List<MeasuredDatabase> databases) {
    this.databases = List.copyOf(databases);
  }

  /** The databases that this process uses. */
  record Databases(List<Usage> items) {}

  @GetMapping(Paths.DATABASES)
  @Operation(summary = "Shows counters and table sizes of the databases that this process uses")
  public Databases list() {
    return new Databases(databases.stream().map(MeasuredDatabase::usage).toList());
  }
}
