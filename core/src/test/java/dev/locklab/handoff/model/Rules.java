package dev.locklab.handoff.model;

import dev.locklab.handoff.model.Client.Phase;
import dev.locklab.handoff.model.Step.Kind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges a single step by the state before it and the state after it. */
final class Rules {
  private Rules() {}

  /** Whether the step keeps the rule; those about whole runs are not judged here. */
  static boolean keeps(Rule rule, World before, Step step, World after) {
    Grant granted = after.server.holder;
    boolean isNew = granted != null && !granted.equals(before.server.holder);
    return switch (rule) {
      case NO_LOST_UPDATE ->
          after.server.version == before.server.version
              || seenByWriter(before, step) == before.server.version;
      case ONE_HOLDER -> after.clients.stream().filter(c -> isBelieved(after, c)).count() <= 1;
      case TOKENS_INCREASE -> !isNew || granted == null || granted.token() > before.server.time;
      case NOT_TAKEN_AWAY -> !takesAway(before, step, after);
      case OWN_GRANT ->
          after.clients.stream()
              .allMatch(c -> c.told == null || c.grant().grant().to().equals(c.waiter()));
      case FIFO -> isFifo(before, step, after, isNew ? granted : null);
      case NO_GRANT_TO_THE_DEAD ->
          !isNew
              || granted == null
              || before.server.subscribed[granted.to().client()]
              || granted.to().equals(asking(before, step));
      case QUEUE_DRAINS -> !isPassedOn(before, step, after) || passedOverHaveLeft(before, after);
      case PROGRESS, NO_LIVELOCK -> true;
    };
  }

  private static int seenByWriter(World before, Step step) {
    if (step.kind() == Kind.ARRIVE) {
      World.Late late = before.late;
      return late == null || late.commit() == null ? -1 : late.commit().version();
    }
    return before.clients.get(step.client()).grant().version();
  }

  private static boolean isBelieved(World world, Client client) {
    return client.phase == Phase.HOLDING && world.server.accepts(client.grant().grant());
  }

  private static boolean isLossOfKeys(Step step) {
    return step.kind() == Kind.EXPIRE
        || step.kind() == Kind.LOSE_HOLDER
        || step.kind() == Kind.LOSE_KEYS;
  }

  /** Whether a script ended the grant of another client that has it, or has it on its way. */
  private static boolean takesAway(World before, Step step, World after) {
    Grant held = before.server.holder;
    if (held == null || held.equals(after.server.holder) || isLossOfKeys(step)) {
      return false;
    }
    Client client = before.clients.get(held.to().client());
    return client.index != step.client()
        && client.told != null
        && client.grant().grant().equals(held);
  }

  private static @Nullable Waiter asking(World before, Step step) {
    return switch (step.kind()) {
      case ENTER, ENTER_UNANSWERED -> before.clients.get(step.client()).waiter();
      case ARRIVE -> before.late == null ? null : before.late.waiter();
      default -> null;
    };
  }

  /**
   * Whoever was queued and connected stays where he was, unless he is granted or cancels; and
   * whoever is not granted at once stands at the end.
   */
  private static boolean isFifo(World before, Step step, World after, @Nullable Grant granted) {
    if (isLossOfKeys(step)) {
      return true;
    }
    List<Waiter> old = before.server.queue;
    List<Waiter> now = after.server.queue;
    int reached = -1;
    boolean passing = granted != null;
    for (Waiter waiter : old) {
      int place = now.indexOf(waiter);
      if (granted != null && waiter.equals(granted.to())) {
        passing = false;
        continue;
      }
      boolean connected = before.server.subscribed[waiter.client()];
      boolean leaves = step.kind() == Kind.CANCEL && waiter.client() == step.client();
      if (connected && !leaves && (passing || place <= reached)) {
        return false;
      }
      reached = Math.max(reached, place);
    }
    return now.stream().skip(reached + 1L).allMatch(waiter -> !old.contains(waiter));
  }

  private static boolean isPassedOn(World before, Step step, World after) {
    return !Objects.equals(before.server.holder, after.server.holder) && !isLossOfKeys(step);
  }

  private static boolean passedOverHaveLeft(World before, World after) {
    Grant granted = after.server.holder;
    for (Waiter waiter : before.server.queue) {
      if (granted != null && waiter.equals(granted.to())) {
        return true;
      }
      if (after.server.queue.contains(waiter)) {
        return false;
      }
    }
    return true;
  }
}
