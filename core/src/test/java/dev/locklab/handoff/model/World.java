package dev.locklab.handoff.model;

import dev.locklab.handoff.model.Client.Phase;
import dev.locklab.handoff.model.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server, clients and the network between them: one state, and what can happen in it.
 *
 * <p>Abstracted: a client that is paused is one whose steps do not come; a holder paused beyond its
 * lease is that and {@link Kind#LOSE_HOLDER}. A lost reply to COMMIT_RELEASE needs no step of its
 * own, as the client goes on in the same way, only knowing less. At most one request at a time is
 * stuck in the network. The waiter's timeout may come at any time, so ENTER is possible whenever it
 * waits.
 */
final class World {
  private static final int NOBODY = -1;

  final Scope scope;
  final Server server;
  final List<Client> clients = new ArrayList<>();

  /** A request of a client that has given up waiting for the reply, not yet at the server. */
  @Nullable Late late;

  int disturbancesLeft;
  boolean hadLate;

  /**
   * A stuck request.
   *
   * @param commit what COMMIT_RELEASE was to commit; null if it is an ENTER
   */
  record Late(Waiter waiter, @Nullable Message commit) {}

  World(Scope scope, Mutant mutant) {
    this.scope = scope;
    server = new Server(mutant, scope.clients());
    for (int i = 0; i < scope.clients(); i++) {
      clients.add(new Client(i));
    }
    disturbancesLeft = scope.disturbances();
  }

  private World(World other) {
    scope = other.scope;
    server = new Server(other.server);
    for (Client client : other.clients) {
      clients.add(new Client(client));
    }
    late = other.late;
    disturbancesLeft = other.disturbancesLeft;
    hadLate = other.hadLate;
  }

  /** Everything that can happen now. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Client client : clients) {
      for (Kind kind : Kind.values()) {
        if ((kind.nature != Step.Nature.DISTURBANCE || disturbancesLeft > 0)
            && canHappen(kind, client)) {
          steps.add(new Step(kind, client.index));
        }
      }
    }
    if (late != null) {
      steps.add(new Step(Kind.ARRIVE, NOBODY));
    }
    if (server.holder != null && isOrphan(server.holder)) {
      steps.add(new Step(Kind.EXPIRE, NOBODY));
    } else if (server.holder != null && disturbancesLeft > 0) {
      steps.add(new Step(Kind.LOSE_HOLDER, NOBODY));
    }
    if (disturbancesLeft > 0) {
      steps.add(new Step(Kind.LOSE_KEYS, NOBODY));
    }
    return steps;
  }

  private boolean canHappen(Kind kind, Client client) {
    boolean subscribed = server.subscribed[client.index];
    return switch (kind) {
      case ENTER ->
          client.isWaiting()
              && !(client.phase == Phase.WAITING && server.mutant == Mutant.NEVER_ASKS_AGAIN);
      case POP ->
          (client.phase == Phase.WAITING || client.phase == Phase.CRASHED_WAITING)
              && server.hasMessage(client.waiter());
      case RECEIVE, LOSE_MESSAGE -> client.phase == Phase.TOLD;
      case COMMIT_RELEASE -> client.phase == Phase.HOLDING;
      case RENEW -> client.phase == Phase.HOLDING && !server.renew(client.grant().grant());
      case NOTICE -> !client.isLive() && subscribed;
      case CANCEL ->
          client.phase == Phase.TOLD || (client.isWaiting() && client.phase != Phase.READY);
      case ENTER_UNANSWERED -> client.isWaiting();
      case ENTER_LATE -> client.isWaiting() && late == null;
      case COMMIT_LATE -> client.phase == Phase.HOLDING && late == null;
      case CRASH -> client.isLive() && client.phase != Phase.DONE;
      case DISCONNECT -> client.isLive() && subscribed && client.phase != Phase.DONE;
      case RECONNECT -> client.isLive() && !subscribed && client.phase != Phase.DONE;
      case ARRIVE, EXPIRE, LOSE_HOLDER, LOSE_KEYS -> false;
    };
  }

  /**
   * Whether nobody can release this grant any more, so that only its lease ends it: its client is
   * dead, or a request that came late got it for an attempt that had ended.
   */
  private boolean isOrphan(Grant grant) {
    Client client = clients.get(grant.to().client());
    return !client.isLive()
        || (hadLate
            && (!grant.to().equals(client.waiter())
                || client.phase == Phase.DONE
                || (client.told != null && !client.grant().grant().equals(grant))));
  }

  /** The state after the step. */
  World after(Step step) {
    World next = new World(this);
    next.take(step);
    return next;
  }

  private void take(Step step) {
    if (step.kind().nature == Step.Nature.DISTURBANCE) {
      disturbancesLeft--;
    }
    switch (step.kind()) {
      case ARRIVE -> arrive();
      case EXPIRE, LOSE_HOLDER -> server.loseHolder();
      case LOSE_KEYS -> server.loseLockKeys();
      default -> take(step.kind(), clients.get(step.client()));
    }
  }

  private void take(Kind kind, Client client) {
    switch (kind) {
      case ENTER -> client.entered(server.enter(client.waiter()));
      case POP -> {
        Message message = server.pop(client.waiter());
        if (client.isLive()) {
          client.told = message;
          client.phase = Phase.TOLD;
        }
      }
      case RECEIVE -> client.phase = Phase.HOLDING;
      case COMMIT_RELEASE -> {
        server.commitRelease(client.grant().grant());
        client.endAttempt(scope.attempts());
      }
      case RENEW -> client.endAttempt(scope.attempts());
      case CANCEL -> {
        server.cancel(client.waiter());
        client.endAttempt(scope.attempts());
      }
      case ENTER_UNANSWERED -> {
        server.enter(client.waiter());
        client.lostReply();
      }
      case ENTER_LATE -> {
        sendLate(new Late(client.waiter(), null));
        client.lostReply();
      }
      case COMMIT_LATE -> {
        sendLate(new Late(client.waiter(), client.grant()));
        client.endAttempt(scope.attempts());
      }
      case LOSE_MESSAGE -> client.lostReply();
      case CRASH -> client.crash();
      case NOTICE -> {
        client.phase = Phase.CRASHED;
        server.subscribed[client.index] = false;
      }
      case DISCONNECT -> server.subscribed[client.index] = false;
      case RECONNECT -> server.subscribed[client.index] = true;
      case ARRIVE, EXPIRE, LOSE_HOLDER, LOSE_KEYS -> throw new IllegalArgumentException();
    }
  }

  private void sendLate(Late request) {
    late = request;
    hadLate = true;
  }

  private void arrive() {
    Late request = late;
    late = null;
    if (request != null && request.commit() != null) {
      server.commitRelease(request.commit().grant());
    } else if (request != null) {
      server.enter(request.waiter());
    }
  }

  /** Whether all is done, and nothing is left of those who live. */
  boolean isFinal() {
    return clients.stream().allMatch(client -> client.phase == Phase.DONE || !client.isLive())
        && late == null
        && server.holder == null
        && (hadLate
            || (server.queue.stream().noneMatch(this::isOfLive)
                && server.inboxes.stream().noneMatch(left -> isOfLive(left.grant().to()))));
  }

  private boolean isOfLive(Waiter waiter) {
    return clients.get(waiter.client()).isLive();
  }

  @Override
  public String toString() {
    return "holder %s, queue %s, inboxes %s, version %d"
        .formatted(server.holder, server.queue, server.inboxes, server.version);
  }
}
