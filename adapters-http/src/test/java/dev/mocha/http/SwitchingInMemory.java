package dev.mocha.http;

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.ReportSwitch;
import dev.mocha.application.switching.ShadowComparison;
import dev.mocha.application.switching.SwitchControl;
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

/** The use case of switching on a state in memory. */
@Configuration(proxyBeanMethods = false)
public class SwitchingInMemory {

  private static final Duration STALE_AFTER = Duration.ofSeconds(30);

  /** What a database would keep. */
  public static final class States implements SwitchStates, Mismatches {

    private final List<Change> changes = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final Map<Long, Map<Instant, ComparisonStats>> seen = new HashMap<>();
    private SwitchState state =
        new SwitchState(
            0, new Setting(Mode.OLD, 0, Set.of(), Set.of(), false), TestApplication.NOW);

    @Override
    public SwitchState current() {
      return state;
    }

    @Override
    public Optional<SwitchState> change(long term, Setting to, Order order) {
      changes.addFirst(
          new Change(
              TestApplication.NOW,
              order.by(),
              order.reason(),
              term,
              state.setting(),
              to,
              order.evidence()));
      state = new SwitchState(term + 1, to, TestApplication.NOW);
      return Optional.of(state);
    }

    @Override
    public List<Change> changes(int most) {
      return changes.stream().limit(most).toList();
    }

    @Override
    public void keep(long term, Instant minute, ComparisonStats what) {
      seen.computeIfAbsent(term, _ -> new HashMap<>()).put(minute, what);
    }

    @Override
    public void fold(long term, Instant minute) {}

    @Override
    public ComparisonStats seen(long term, Instant since) {
      return seen.getOrDefault(term, Map.of()).entrySet().stream()
          .filter(it -> !it.getKey().isBefore(since))
          .map(Map.Entry::getValue)
          .reduce(ComparisonStats.NOTHING, ComparisonStats::plus);
    }

    @Override
    public void keep(Mismatch mismatch) {
      mismatches.addFirst(mismatch);
    }

    @Override
    public List<Mismatch> latest(@Nullable Counted kind, int most) {
      return mismatches.stream()
          .filter(it -> kind == null || it.kind() == kind)
          .limit(most)
          .toList();
    }

    @Override
    public void forget(Duration age) {
      mismatches.clear();
    }
  }

  @Bean
  States switchStates() {
    return new States();
  }

  @Bean
  SwitchControl switching(
      States states,
      @Qualifier("oldPath") ReportPath oldPath,
      @Qualifier("newPath") ReportPath newPath,
      ReportPath.Fields fields,
      Clock clock) {
    return new SwitchControl(
        states,
        states,
        oldPath,
        newPath,
        fields,
        new Gate(
            new Gate.Rules(
                List.of(1, 100),
                Duration.ZERO,
                1_000,
                new BigDecimal("0.995"),
                STALE_AFTER,
                new BigDecimal("0.01"),
                100)),
        new ShadowComparison.Limits(20, STALE_AFTER),
        new ReportSwitch.Limits(STALE_AFTER, 5),
        clock);
  }
}
