package dev.locklab.lab;

import dev.locklab.control.Heartbeat.Standing;
import dev.locklab.control.Order;
import dev.locklab.exit.UnavailableException;
import dev.locklab.run.RunSpec;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits until the workers of a run have connected and warmed up. */
final class Preparation {

  /**
   * For how long nobody may get any further, whatever the run's patience: a machine may be busy.
   */
  private static final long LEAST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long LOOK_MILLIS = 100;

  /** What a worker that is ready counts for beside those that have rehearsed so many updates. */
  private static final long READY = 1_000_000;

  private final ControlChannel channel;
  private final RunSpec spec;
  private final Team team;
  private final Supplier<@Nullable String> stopRequest;

  Preparation(
      ControlChannel channel, RunSpec spec, Team team, Supplier<@Nullable String> stopRequest) {
    this.channel = channel;
    this.spec = spec;
    this.team = team;
    this.stopRequest = stopRequest;
  }

  /**
   * Waits for the end of it.
   *
   * @return false if it stalled: nobody got any further for the run's patience
   * @throws UnavailableException if somebody cannot prepare, or is lost
   */
  boolean await() throws InterruptedException {
    long patience = Math.max(spec.workload().patience().toNanos(), LEAST_PATIENCE_NANOS);
    long lastNews = System.nanoTime();
    long lastSum = -1;
    while (stopRequest.get() == null) {
      channel.await(
          () -> stopRequest.get() != null || isDecided(), LOOK_MILLIS, TimeUnit.MILLISECONDS);
      Map<String, ControlChannel.Member> present = team.present();
      for (Order.Member member : team.members()) {
        requireAble(member, present.get(member.id()));
      }
      if (present.values().stream().allMatch(this::isReady)) {
        return true;
      }
      long sum = rehearsed(present.values());
      if (sum != lastSum) {
        lastSum = sum;
        lastNews = System.nanoTime();
      } else if (System.nanoTime() - lastNews > patience) {
        return false;
      }
    }
    return true;
  }

  /** How far they have come together. */
  private long rehearsed(Collection<ControlChannel.Member> present) {
    return present.stream()
        .filter(member -> member.isAt(spec.run()))
        .mapToLong(member -> isReady(member) ? READY : member.report().done())
        .sum();
  }

  private boolean isDecided() {
    Map<String, ControlChannel.Member> present = team.present();
    return present.size() < team.members().size()
        || team.members().stream().anyMatch(team::hasEnded)
        || present.values().stream().anyMatch(this::cannot)
        || present.values().stream().allMatch(this::isReady);
  }

  private void requireAble(Order.Member member, ControlChannel.@Nullable Member at) {
    if (at != null && cannot(at)) {
      throw new UnavailableException(
          "worker " + member.name() + " cannot prepare: " + at.report().trouble());
    }
    if (at == null || team.hasEnded(member)) {
      String words = team.lastWords(member);
      throw new UnavailableException(
          "worker %s was lost while it prepared%s"
              .formatted(member.name(), words.isEmpty() ? "" : ": " + words));
    }
  }

  private boolean cannot(ControlChannel.Member member) {
    return member.isAt(spec.run()) && member.report().trouble() != null;
  }

  private boolean isReady(ControlChannel.Member member) {
    return member.isAt(spec.run()) && member.report().standing() == Standing.READY;
  }
}
