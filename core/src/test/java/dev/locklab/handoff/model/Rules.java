package dev.locklab.handoff.model;

import dev.locklab.handoff.model.Client.Phase;
import dev.locklab.handoff.model.Step.Kind;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges a single step by the state before it and the state after it. */
final class Rules {

  /**
   * Those that stand on tokens, which are given twice where the holder record is lost and the clock
   * has stepped back as well: that is a limit of the protocol.
   */
  private static final Set<Rule> FROM_TOKENS =
      EnumSet.of(
          Rule.NO_LOST_UPDATE,
          Rule.ONE_HOLDER,
          Rule.TOKENS_INCREASE,
          Rule.NOT_TAKEN_OUTDATED,
          Rule.NOT_TAKEN_OLD,
          Rule.USED_OR_GIVEN_BACK);

  private Rules() {}

  /** Whether the step keeps the rule; those about whole runs are not judged here. */
  static boolean keeps(Rule rule, World before, Step step, World after) {
    if (hasForgotten(before) && FROM_TOKENS.contains(rule)) {
      return true;
    }
    Grant granted = after.server.holder;
    boolean isNew = granted != null && !granted.equals(before.server.holder);
    return switch (rule) {
      case NO_LOST_UPDATE ->
          after.server.version == before.server.version
              || seenByWriter(before, step) == before.server.version;
      case ONE_HOLDER -> after.clients.stream().filter(c -> isBelieved(after, c)).count() <= 1;
      case TOKENS_INCREASE -> !isNew || granted == null || granted.token() > before.server.greatest;
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
      case QUEUED_ONCE ->
          after.server.queue.stream()
              .noneMatch(
                  waiter ->
                      isTwice(after.server.queue, waiter)
                          && !after.clients.get(waiter.client()).isTroubled(waiter));
      case USED_OR_GIVEN_BACK -> !isKept(before, step, after) && !isLeftBehind(before, step, after);
      case NOT_TAKEN_OUTDATED ->
          after.clients.stream()
              .noneMatch(c -> c.told != null && c.grant().grant().token() <= c.outdated);
      case NOT_TAKEN_OLD ->
          step.kind() != Kind.READ
              || !readsOld(before, step)
              || !takesWhatIsOver(before, step, after);
      case ACKNOWLEDGED_IS_WRITTEN ->
          acknowledged(after) - acknowledged(before)
              <= after.server.version - before.server.version;
      case PASSED_WHILE_HELD -> step.kind() != Kind.PASS || !before.clients.get(step.client()).lost;
      case BOUNDED -> after.clients.stream().allMatch(c -> c.passes <= after.scope.passes());
      case PROGRESS, NO_LIVELOCK -> true;
    };
  }

  /**
   * A holder record was lost, and the clock has stepped back: nothing is left that knows better.
   */
  private static boolean hasForgotten(World world) {
    return world.server.steppedBack && world.server.forgot;
  }

  private static boolean takesWhatIsOver(World before, Step step, World after) {
    Message told = after.clients.get(step.client()).told;
    return told != null
        && !told.equals(before.clients.get(step.client()).told)
        && !told.grant().equals(after.server.holder);
  }

  private static boolean readsOld(World before, Step step) {
    Message read = before.server.nextFor(step.client());
    return read != null && read.old();
  }

  private static int acknowledged(World world) {
    return world.clients.stream().mapToInt(client -> client.acknowledged).sum();
  }

  /** Whether a grant was read and neither taken nor given back. */
  private static boolean isKept(World before, Step step, World after) {
    if (step.kind() != Kind.READ) {
      return false;
    }
    Message read = before.server.nextFor(step.client());
    Client client = after.clients.get(step.client());
    return read != null && read.grant().equals(after.server.holder) && client.told == null;
  }

  /** Whether an attempt ended, knowing so, and still has the lock without being told. */
  private static boolean isLeftBehind(World before, Step step, World after) {
    if (!endsAttempts(step)) {
      return false;
    }
    Waiter waiter = before.clients.get(step.client()).waiter();
    return !isPresent(after, waiter)
        && after.server.holder != null
        && after.server.holder.to().equals(waiter)
        && !after.server.hasMail(waiter);
  }

  private static boolean endsAttempts(Step step) {
    return step.kind() == Kind.COMMIT_RELEASE
        || step.kind() == Kind.REJOIN
        || step.kind() == Kind.CANCEL;
  }

  private static int seenByWriter(World before, Step step) {
    if (step.kind() == Kind.ARRIVE) {
      World.Late late = before.late;
      return late == null || late.commit() == null ? -1 : late.commit().version();
    }
    return before.clients.get(step.client()).base();
  }

  private static boolean isBelieved(World world, Client client) {
    return client.phase == Phase.HOLDING && world.server.accepts(client.grant().grant());
  }

  private static boolean isLossOfKeys(Step step) {
    return step.kind() == Kind.EXPIRE
        || step.kind() == Kind.LOSE_HOLDER
        || step.kind() == Kind.LOSE_KEYS;
  }

  /** Whether a script ended the grant of another client that has it. */
  private static boolean takesAway(World before, Step step, World after) {
    Grant held = before.server.holder;
    if (held == null || held.equals(after.server.holder) || isLossOfKeys(step)) {
      return false;
    }
    Client client = before.clients.get(held.to().client());
    boolean deadline = step.kind() == Kind.CHECK || step.kind() == Kind.CHECK_SOON;
    boolean safe =
        before.server.isConfirmed(held)
            || (before.server.subscribed[client.index] && !client.stopped && !deadline);
    return client.index != step.client()
        && safe
        && client.told != null
        && client.grant().grant().equals(held);
  }

  private static @Nullable Waiter asking(World before, Step step) {
    return switch (step.kind()) {
      case REJOIN -> new Waiter(step.client(), before.clients.get(step.client()).attempt + 1);
      case ENTER, POST, ENTER_UNANSWERED -> before.clients.get(step.client()).waiter();
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
    for (Waiter waiter : new LinkedHashSet<>(old)) {
      int place = now.indexOf(waiter);
      if (granted != null && waiter.equals(granted.to())) {
        passing = false;
        continue;
      }
      boolean connected = before.server.subscribed[waiter.client()];
      boolean leaves = endsAttempts(step) && waiter.client() == step.client();
      if (connected && !leaves && isPresent(before, waiter) && (passing || place <= reached)) {
        return false;
      }
      reached = Math.max(reached, place);
    }
    int last = reached;
    return now.stream()
        .skip(last + 1L)
        .filter(waiter -> isPresent(before, waiter) && !isTwice(old, waiter))
        .allMatch(waiter -> !old.contains(waiter) || now.indexOf(waiter) <= last);
  }

  /** Whether this is what its client wants now; a late request can queue what it wanted before. */
  private static boolean isPresent(World world, Waiter waiter) {
    Client client = world.clients.get(waiter.client());
    return client.phase != Phase.DONE && client.waiter().equals(waiter);
  }

  /** A late request can queue an attempt a second time. */
  private static boolean isTwice(List<Waiter> queue, Waiter waiter) {
    return queue.indexOf(waiter) != queue.lastIndexOf(waiter);
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
      if (after.server.queue.contains(waiter) && !isTwice(before.server.queue, waiter)) {
        return false;
      }
    }
    return true;
  }
}
