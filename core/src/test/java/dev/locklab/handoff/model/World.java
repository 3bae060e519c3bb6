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

  /**
   * A stuck request.
   *
   * @param first whether it is an attempt's first ENTER
   * @param commit what COMMIT_RELEASE was to commit; null if it is an ENTER
   */
  record Late(Waiter waiter, boolean first, @Nullable Message commit) {}

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
          client.isWaiting() && (client.isFirst() || server.mutant != Mutant.NEVER_ASKS_AGAIN);
      case POST -> client.isFirst();
      case READ -> client.isLive() && server.nextFor(client.index) != null;
      case COMMIT_RELEASE -> client.phase == Phase.HOLDING;
      case RENEW -> client.phase == Phase.HOLDING && !server.isConfirmed(client.grant().grant());
      case NOTICE -> client.phase == Phase.CRASHED;
      case CANCEL -> client.phase == Phase.WAITING;
      case ENTER_UNANSWERED -> client.isWaiting();
      case ENTER_LATE -> client.isWaiting() && late == null;
      case COMMIT_LATE -> client.phase == Phase.HOLDING && late == null;
      case CRASH -> client.isLive() && client.phase != Phase.DONE;
      case DISCONNECT -> client.isLive() && subscribed;
      case RECONNECT -> client.isLive() && !subscribed;
      case ARRIVE, EXPIRE, LOSE_HOLDER, LOSE_KEYS -> false;
    };
  }

  /**
   * Whether nobody can release this grant any more, so that only its lease ends it: its client is
   * dead, or had a request executed for an attempt that had ended, and no message tells it so.
   */
  private boolean isOrphan(Grant grant) {
    Client client = clients.get(grant.to().client());
    boolean present = client.phase != Phase.DONE && grant.to().equals(client.waiter());
    boolean mistaken = client.told != null && !client.grant().grant().equals(grant);
    return !client.isLive()
        || (client.isTroubled(grant.to()) && (!present || mistaken) && !server.hasMail(grant.to()));
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
    // To read these would change nothing, so there is no need to tell apart when it happens.
    server.mail.removeIf(this::isIgnored);
  }

  private boolean isIgnored(Message message) {
    Waiter to = message.grant().to();
    Client client = clients.get(to.client());
    boolean present = client.phase != Phase.DONE && to.equals(client.waiter());
    return client.isLive() && !present && !client.isTroubled(to);
  }

  private void take(Kind kind, Client client) {
    switch (kind) {
      case ENTER -> client.entered(server.enter(client.waiter(), client.isFirst(), false));
      case POST -> {
        server.enter(client.waiter(), true, true);
        client.asked();
      }
      case READ -> {
        Message message = server.read(client.index);
        boolean takesOutdated = server.mutant == Mutant.TAKES_OUTDATED_MESSAGES;
        if (message != null
            && client.reads(message, takesOutdated)
            && server.mutant != Mutant.KEEPS_WHAT_COMES_LATE) {
          server.cancel(message.grant().to());
        }
      }
      case COMMIT_RELEASE -> {
        if (!server.commitRelease(client.grant().grant())) {
          cancelLost(client);
        }
        client.endAttempt(scope.attempts());
      }
      case RENEW -> {
        if (!server.renew(client.grant().grant())) {
          cancelLost(client);
          client.endAttempt(scope.attempts());
        }
      }
      case CANCEL -> {
        server.cancel(client.waiter());
        client.endAttempt(scope.attempts());
      }
      case ENTER_UNANSWERED -> {
        server.enter(client.waiter(), client.isFirst(), false);
        client.trouble();
        client.asked();
      }
      case ENTER_LATE -> {
        sendLate(new Late(client.waiter(), client.isFirst(), null));
        client.trouble();
        client.asked();
      }
      case COMMIT_LATE -> {
        sendLate(new Late(client.waiter(), false, client.grant()));
        client.trouble();
        client.endAttempt(scope.attempts());
      }
      case CRASH -> client.crash();
      case NOTICE -> {
        client.phase = Phase.GONE;
        server.unsubscribe(client.index);
      }
      case DISCONNECT -> server.unsubscribe(client.index);
      case RECONNECT -> server.subscribed[client.index] = true;
      case ARRIVE, EXPIRE, LOSE_HOLDER, LOSE_KEYS -> throw new IllegalArgumentException();
    }
  }

  /** Whoever has lost its lock may have been given it anew, or stand in the queue again. */
  private void cancelLost(Client client) {
    if (server.mutant != Mutant.LEAVES_WITHOUT_CANCELLING) {
      server.cancel(client.waiter());
    }
  }

  private void sendLate(Late request) {
    late = request;
  }

  private void arrive() {
    Late request = late;
    late = null;
    if (request != null && request.commit() != null) {
      server.commitRelease(request.commit().grant());
    } else if (request != null) {
      server.enter(request.waiter(), request.first(), false);
    }
  }

  /** Whether all is done, and nothing is left of those who live. */
  boolean isFinal() {
    return clients.stream().allMatch(client -> client.phase == Phase.DONE || !client.isLive())
        && late == null
        && server.holder == null
        && server.queue.stream().noneMatch(this::isMissed);
  }

  /** Whether a live client has left this in the queue; what came late is passed over there. */
  private boolean isMissed(Waiter waiter) {
    Client client = clients.get(waiter.client());
    return client.isLive() && !client.isTroubled(waiter);
  }

  @Override
  public String toString() {
    return "holder %s, queue %s, mail %s, version %d"
        .formatted(server.holder, server.queue, server.mail, server.version);
  }
}
