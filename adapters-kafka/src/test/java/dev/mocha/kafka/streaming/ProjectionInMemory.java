package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Sequence;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamOffsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/** A projection, its positions and its dead letters: what fails leaves nothing of them. */
final class ProjectionInMemory implements StreamOffsets {

  private final Map<LogPartition, Long> positions = new HashMap<>();
  private final Map<LogPartition, Instant> completeTo = new HashMap<>();
  private final List<String> applied = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private final List<DeadLetter> begunLetters = new ArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile boolean refusesLetters;
  private boolean away;

  @Override
  public String stream() {
    return "test";
  }

  @Override
  public synchronized Map<LogPartition, Position> of(Collection<LogPartition> partitions) {
    beThere();
    var found = new HashMap<LogPartition, Position>();
    for (LogPartition partition : partitions) {
      positions.putIfAbsent(partition, 0L);
      found.put(
          partition,
          new Position(positions.getOrDefault(partition, 0L), completeTo.get(partition)));
    }
    return found;
  }

  @Override
  public long differences() {
    return 0;
  }

  @Override
  public synchronized void advance(List<Advance> advances, Runnable work) {
    begun.clear();
    begunLetters.clear();
    work.run();
    beThere();
    for (Advance it : advances) {
      if (positions.getOrDefault(it.partition(), 0L) != it.from()) {
        throw new Overtaken(it.partition(), it.from());
      }
    }
    for (Advance it : advances) {
      positions.put(it.partition(), it.to());
      if (it.completeTo() != null) {
        completeTo.put(it.partition(), it.completeTo());
      }
    }
    applied.addAll(begun);
    letters.addAll(begunLetters);
  }

  StreamDeadLetters letters() {
    return new Letters();
  }

  private final class Letters implements StreamDeadLetters {

    @Override
    public Set<Sequence> heldUp(Set<Sequence> sequences) {
      var held = new HashSet<Sequence>();
      letters.forEach(it -> held.add(Objects.requireNonNull(it.sequence())));
      held.retainAll(sequences);
      return held;
    }

    @Override
    public void park(Collection<DeadLetter> parked, int allowed) {
      if (refusesLetters) {
        throw new IllegalStateException("letters are refused");
      }
      begunLetters.addAll(parked);
      var held = new HashSet<>();
      letters.forEach(it -> held.add(it.sequence()));
      begunLetters.forEach(it -> held.add(it.sequence()));
      if (held.size() > allowed) {
        throw new TooMany(allowed);
      }
    }

    @Override
    public long count() {
      return letters.size();
    }
  }

  /** {@code sequence@offset: reason} of each letter. */
  synchronized List<String> parked() {
    return letters.stream()
        .map(
            it ->
                "%s@%d: %s"
                    .formatted(
                        Objects.requireNonNull(it.sequence()).key(), it.offset(), it.reason()))
        .toList();
  }

  synchronized List<DeadLetter> parkedLetters() {
    return List.copyOf(letters);
  }

  synchronized void forgetLetters() {
    letters.clear();
  }

  private void beThere() {
    if (away) {
      throw new Unavailable(new IllegalStateException("the test has it so"));
    }
  }

  /** To be subscribed: notes {@code order/sequence} of each event. */
  void take(List<? extends EventMessage<?>> events) {
    for (EventMessage<?> event : events) {
      var it = (DomainEventMessage<?>) event;
      if (refused.contains(it.getAggregateIdentifier())) {
        throw new IllegalArgumentException(it.getAggregateIdentifier() + " is refused");
      }
      begun.add(it.getAggregateIdentifier() + "/" + it.getSequenceNumber());
    }
  }

  void refuseLetters(boolean refuses) {
    refusesLetters = refuses;
  }

  void refuse(String subject) {
    refused.add(subject);
  }

  void grant(String subject) {
    refused.remove(subject);
  }

  /** What the work at hand has applied, committed or not. */
  synchronized List<String> begun() {
    return List.copyOf(begun);
  }

  synchronized void goAway() {
    away = true;
  }

  synchronized void comeBack() {
    away = false;
  }

  synchronized void moveTo(LogPartition partition, long offset) {
    positions.put(partition, offset);
  }

  synchronized long position(LogPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  synchronized Set<LogPartition> known() {
    return Set.copyOf(positions.keySet());
  }

  synchronized @Nullable Instant completeTo(LogPartition partition) {
    return completeTo.get(partition);
  }

  synchronized List<String> applied() {
    return List.copyOf(applied);
  }

  /** Of the orders whose names begin so. */
  synchronized List<String> applied(String prefix) {
    return applied.stream().filter(it -> it.startsWith(prefix)).toList();
  }
}
