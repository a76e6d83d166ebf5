package dev.mocha.application.comparing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.comparing.FollowerComparison.Result;
import dev.mocha.application.comparing.FollowerComparison.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowerComparisonTest {

  private record Read(String value, int changes) {}

  private final FollowerComparison<Read, Read> comparison =
      new FollowerComparison<>(
          (leader, follower) -> leader.value().equals(follower.value()),
          (leader, follower) -> follower.changes() >= leader.changes(),
          (first, second) -> first.value().equals(second.value()));

  private Result<Read> compare(Read first, Read follower, Read second) {
    return comparison.compare(first, follower, () -> second);
  }

  private Result<Read> compareOnce(Read first, Read follower) {
    return comparison.compare(
        first,
        follower,
        () -> {
          throw new AssertionError("the leader is read once only");
        });
  }

  @Test
  void equal_sides_are_equal_however_far_the_follower_is() {
    Read leader = new Read("a", 5);

    assertThat(compareOnce(leader, new Read("a", 1)))
        .isEqualTo(new Result<>(Verdict.EQUAL, leader));
  }

  @Test
  void a_follower_without_all_changes_of_the_leader_is_behind() {
    Read leader = new Read("b", 5);

    assertThat(compareOnce(leader, new Read("a", 4)))
        .isEqualTo(new Result<>(Verdict.BEHIND, leader));
  }

  @Test
  void a_follower_that_equals_the_second_read_is_equal() {
    Read second = new Read("b", 6);

    assertThat(compare(new Read("a", 5), new Read("b", 6), second))
        .isEqualTo(new Result<>(Verdict.EQUAL, second));
  }

  @Test
  void a_leader_that_changed_in_between_proves_nothing() {
    Read second = new Read("c", 7);

    assertThat(compare(new Read("a", 5), new Read("b", 6), second))
        .isEqualTo(new Result<>(Verdict.CHANGED, second));
  }

  @Test
  void a_complete_follower_differs_from_a_leader_that_did_not_change() {
    Read second = new Read("a", 5);

    assertThat(compare(new Read("a", 5), new Read("b", 5), second))
        .isEqualTo(new Result<>(Verdict.DIFFERENT, second));
  }

  @Test
  void fields_that_differ_are_listed_by_path() {
    assertThat(
            FieldDifference.between(
                Map.of("b", "1", "c", "2", "d", "3"), Map.of("d", "3", "c", "4", "a", "5")))
        .containsExactly(
            new FieldDifference("a", null, "5"),
            new FieldDifference("b", "1", null),
            new FieldDifference("c", "2", "4"));
  }
}
