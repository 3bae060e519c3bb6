package dev.locklab.it;

import dev.locklab.handoff.HandoffCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The counters of a hand-off client as meters of Micrometer. */
record HandoffMeters(HandoffCounters counters) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    count(registry, "handoff.waits", HandoffCounters::waits);
    count(registry, "handoff.holds", HandoffCounters::holds);
    count(registry, "handoff.passes", HandoffCounters::passes);
    count(registry, "handoff.hand.offs", HandoffCounters::handOffs);
    count(registry, "handoff.losses", HandoffCounters::losses);
    count(registry, "handoff.calls", HandoffCounters::calls);
  }

  private void count(MeterRegistry registry, String name, ToDoubleFunction<HandoffCounters> what) {
    FunctionCounter.builder(name, counters, what).register(registry);
  }
}
