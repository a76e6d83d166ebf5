package dev.mocha.http;

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.MeasuredPaths;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.ReportSwitch;
import dev.mocha.application.switching.ShadowComparison;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchEpochs;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of switching, with the database in memory. */
@Configuration(proxyBeanMethods = false)
public class SwitchingInMemory {

  private static final Duration STALE_AFTER = Duration.ofSeconds(30);

  /** The database of the switch in memory. */
  public static final class States implements SwitchStates, Mismatches {

    private final List<RecordedChange> changes = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final Map<Long, Map<Instant, ComparisonStats>> recorded = new HashMap<>();
    private SwitchState state =
        new SwitchState(
            0, new Setting(Mode.PRIMARY, 0, Set.of(), Set.of(), false), TestApplication.NOW);

    @Override
    public SwitchState current() {
      return state;
    }

    @Override
    public Optional<SwitchState> change(long expectedEpoch, Setting to, SwitchChange change) {
      changes.addFirst(
          new RecordedChange(TestApplication.NOW, expectedEpoch, state.setting(), to, change));
      state = new SwitchState(expectedEpoch + 1, to, TestApplication.NOW);
      return Optional.of(state);
    }

    @Override
    public List<RecordedChange> changes(int limit) {
      return changes.stream().limit(limit).toList();
    }

    @Override
    public void record(long epoch, Instant minute, ComparisonStats stats) {
      recorded.computeIfAbsent(epoch, _ -> new HashMap<>()).put(minute, stats);
    }

    @Override
    public void merge(long epoch, Instant before) {}

    @Override
    public ComparisonStats stats(long epoch, Instant since) {
      return recorded.getOrDefault(epoch, Map.of()).entrySet().stream()
          .filter(it -> !it.getKey().isBefore(since))
          .map(Map.Entry::getValue)
          .reduce(ComparisonStats.NOTHING, ComparisonStats::plus);
    }

    @Override
    public void add(Mismatch mismatch) {
      mismatches.addFirst(mismatch);
    }

    @Override
    public List<Mismatch> latest(@Nullable Kind kind, int limit) {
      return mismatches.stream()
          .filter(it -> kind == null || it.kind() == kind)
          .limit(limit)
          .toList();
    }

    @Override
    public void dropOlderThan(Duration retention) {
      mismatches.clear();
    }
  }

  @Bean
  States switchStates() {
    return new States();
  }

  @Bean
  SwitchEpochs switchEpochs(States states, Clock clock) {
    return new SwitchEpochs(states, clock);
  }

  @Bean
  ReportSwitch reportSwitch(
      States states,
      SwitchEpochs epochs,
      @Qualifier("primaryPath") ReportPath primary,
      @Qualifier("candidatePath") ReportPath candidate,
      ReportPath.Fields fields,
      Clock clock) {
    var paths = new MeasuredPaths(primary, candidate, STALE_AFTER, clock);
    var comparison =
        new ShadowComparison(
            epochs, paths, fields, states, new ShadowComparison.Limits(20, STALE_AFTER), clock);
    return new ReportSwitch(epochs, paths, comparison, 5);
  }

  @Bean
  SwitchControl switchControl(States states, SwitchEpochs epochs, Clock clock) {
    var gate =
        new Gate(
            new Gate.Rules(
                List.of(1, 100),
                Duration.ZERO,
                1_000,
                new BigDecimal("0.995"),
                STALE_AFTER,
                new BigDecimal("0.01"),
                100));
    return new SwitchControl(states, states, epochs, gate, clock);
  }
}
