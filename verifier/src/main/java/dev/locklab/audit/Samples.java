package dev.locklab.audit;

import dev.locklab.account.Write;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What stood out in a journal, by kind; one kind can be watched as it comes up. */
final class Samples {

  private final Map<Anomaly, Sample> samples = new EnumMap<>(Anomaly.class);

  /** Nobody watches. */
  Samples() {
    this(null, write -> {});
  }

  /** Somebody is told of every write of that kind. */
  Samples(@Nullable Anomaly watched, Consumer<Write> watcher) {
    for (Anomaly kind : Anomaly.values()) {
      samples.put(kind, new Sample(kind == watched ? watcher : write -> {}));
    }
  }

  Sample of(Anomaly kind) {
    Sample sample = samples.get(kind);
    if (sample == null) {
      throw new IllegalStateException("no sample of " + kind);
    }
    return sample;
  }
}
