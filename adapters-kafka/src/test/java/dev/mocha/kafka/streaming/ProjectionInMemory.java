package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetterSequence;
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

/** A projection with its offsets and dead letters. A failed transaction changes nothing. */
final class ProjectionInMemory implements StreamOffsets {

  private final Map<LogPartition, Long> offsets = new HashMap<>();
  private final Map<LogPartition, Instant> completeTo = new HashMap<>();
  private final List<String> applied = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<DeadLetter> begunDeadLetters = new ArrayList<>();
  private final Set<String> invalid = ConcurrentHashMap.newKeySet();
  private volatile boolean failsToPark;
  private boolean unavailable;

  @Override
  public String stream() {
    return "test";
  }

  @Override
  public synchronized Map<LogPartition, Offset> of(Collection<LogPartition> partitions) {
    requireAvailable();
    var found = new HashMap<LogPartition, Offset>();
    for (LogPartition partition : partitions) {
      offsets.putIfAbsent(partition, 0L);
      found.put(
          partition, new Offset(offsets.getOrDefault(partition, 0L), completeTo.get(partition)));
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
    begunDeadLetters.clear();
    work.run();
    requireAvailable();
    for (Advance it : advances) {
      if (offsets.getOrDefault(it.partition(), 0L) != it.from()) {
        throw new Overtaken(it.partition(), it.from());
      }
    }
    for (Advance it : advances) {
      offsets.put(it.partition(), it.to());
      if (it.completeTo() != null) {
        completeTo.put(it.partition(), it.completeTo());
      }
    }
    applied.addAll(begun);
    deadLetters.addAll(begunDeadLetters);
  }

  StreamDeadLetters streamDeadLetters() {
    return new DeadLettersInMemory();
  }

  private final class DeadLettersInMemory implements StreamDeadLetters {

    @Override
    public Set<DeadLetterSequence> blocked(Set<DeadLetterSequence> sequences) {
      var blocked = new HashSet<DeadLetterSequence>();
      deadLetters.forEach(it -> blocked.add(Objects.requireNonNull(it.sequence())));
      blocked.retainAll(sequences);
      return blocked;
    }

    @Override
    public void park(Collection<DeadLetter> parked, int maxBlocked) {
      if (failsToPark) {
        throw new IllegalStateException("the test lets no dead letter be stored");
      }
      begunDeadLetters.addAll(parked);
      var blocked = new HashSet<>();
      deadLetters.forEach(it -> blocked.add(it.sequence()));
      begunDeadLetters.forEach(it -> blocked.add(it.sequence()));
      if (blocked.size() > maxBlocked) {
        throw new TooManyBlocked(maxBlocked);
      }
    }

    @Override
    public long count() {
      return deadLetters.size();
    }
  }

  /** {@code sequence@offset: reason} of each dead letter. */
  synchronized List<String> parked() {
    return deadLetters.stream()
        .map(
            it ->
                "%s@%d: %s"
                    .formatted(
                        Objects.requireNonNull(it.sequence()).key(), it.offset(), it.reason()))
        .toList();
  }

  synchronized List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  synchronized void deleteDeadLetters() {
    deadLetters.clear();
  }

  private void requireAvailable() {
    if (unavailable) {
      throw new DatabaseUnavailable(new IllegalStateException("the test says so"));
    }
  }

  /** A subscriber: records {@code order/sequence} of each event. */
  void apply(List<? extends EventMessage<?>> events) {
    for (EventMessage<?> event : events) {
      var it = (DomainEventMessage<?>) event;
      if (invalid.contains(it.getAggregateIdentifier())) {
        throw new IllegalArgumentException(it.getAggregateIdentifier() + " is invalid");
      }
      begun.add(it.getAggregateIdentifier() + "/" + it.getSequenceNumber());
    }
  }

  void failToPark(boolean fails) {
    failsToPark = fails;
  }

  void reject(String subject) {
    invalid.add(subject);
  }

  void accept(String subject) {
    invalid.remove(subject);
  }

  /** Events of the last transaction, committed or not. */
  synchronized List<String> begun() {
    return List.copyOf(begun);
  }

  synchronized void failDatabase() {
    unavailable = true;
  }

  synchronized void restoreDatabase() {
    unavailable = false;
  }

  synchronized void moveTo(LogPartition partition, long offset) {
    offsets.put(partition, offset);
  }

  synchronized long offset(LogPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  synchronized Set<LogPartition> known() {
    return Set.copyOf(offsets.keySet());
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
