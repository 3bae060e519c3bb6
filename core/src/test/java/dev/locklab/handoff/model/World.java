package dev.locklab.handoff.model;

import dev.locklab.handoff.model.Client.Phase;
import dev.locklab.handoff.model.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server, clients and the network between them: one state, and what can happen in it.
 *
 * <p>A client stands for all its threads: what it holds is a tenure, which it passes on inside, and
 * what it has committed there and not sent is its tail. Abstracted: a client that is paused for a
 * moment is one whose steps do not come, one that is {@linkplain Kind#STOP stopped} lets every
 * deadline pass. A lost reply to COMMIT_RELEASE needs no step of its own, as the client goes on in
 * the same way, only knowing less. At most one request at a time is stuck in the network. The
 * waiter's timeout may come at any time, so ENTER is possible whenever it waits.
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
   * @param commit the grant of a SERVE, and the version its first write has seen; null if it is an
   *     ENTER
   * @param commits how many writes
   * @param releases whether it hands the lock on
   */
  record Late(
      Waiter waiter, boolean first, @Nullable Message commit, int commits, boolean releases) {}

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
        boolean moves = !client.stopped || kind == Kind.RESUME || kind == Kind.CRASH;
        if (moves
            && (kind.nature != Step.Nature.DISTURBANCE || disturbancesLeft > 0)
            && canHappen(kind, client)) {
          steps.add(new Step(kind, client.index));
        }
      }
    }
    if (late != null) {
      steps.add(new Step(Kind.ARRIVE, NOBODY));
    }
    if (server.holder != null && isOrphan(server.holder) && server.isConfirmed(server.holder)) {
      steps.add(new Step(Kind.EXPIRE, NOBODY));
    } else if (server.holder != null && disturbancesLeft > 0) {
      steps.add(new Step(Kind.LOSE_HOLDER, NOBODY));
    }
    if (server.holder != null && !server.isConfirmed(server.holder)) {
      boolean overdue = isOrphan(server.holder) || isUntold(server.holder);
      if (overdue && server.mutant != Mutant.WAITS_FOR_THE_STOPPED) {
        steps.add(new Step(Kind.CHECK, NOBODY));
      } else if (disturbancesLeft > 0) {
        steps.add(new Step(Kind.CHECK_SOON, NOBODY));
      }
    }
    if (disturbancesLeft > 0) {
      steps.add(new Step(Kind.LOSE_KEYS, NOBODY));
      if (!server.steppedBack && server.time > 0) {
        steps.add(new Step(Kind.STEP_BACK, NOBODY));
      }
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
      case PASS -> mayPass(client);
      case WRITE -> client.canWrite() && client.tail > 0;
      case COMMIT_RELEASE -> client.phase == Phase.HOLDING;
      case REJOIN -> client.canWrite() && client.attempt < scope.attempts();
      case RENEW -> client.phase == Phase.HOLDING && !server.isConfirmed(client.grant().grant());
      case NOTICE -> client.phase == Phase.CRASHED;
      case CANCEL -> client.phase == Phase.WAITING;
      case ENTER_UNANSWERED -> client.isWaiting();
      case ENTER_LATE -> client.isWaiting() && late == null;
      case COMMIT_LATE -> client.canWrite() && late == null;
      case WRITE_LATE -> client.canWrite() && client.tail > 0 && late == null;
      case STOP -> client.isLive() && client.phase != Phase.DONE && client.phase != Phase.READY;
      case RESUME -> client.stopped;
      case REVIVE -> client.isLive() && client.attempt > 1 && !isQueued(ended(client));
      case CRASH -> client.isLive() && client.phase != Phase.DONE;
      case DISCONNECT -> client.isLive() && subscribed;
      case RECONNECT -> client.isLive() && !subscribed;
      case ARRIVE, EXPIRE, CHECK, CHECK_SOON, LOSE_HOLDER, LOSE_KEYS, STEP_BACK -> false;
    };
  }

  private boolean mayPass(Client client) {
    boolean has = client.canWrite() || (client.lost && passesOnWhatIsLost());
    boolean bound = server.mutant != Mutant.NO_BOUND || client.passes > scope.passes();
    return has && !(bound && client.passes >= scope.passes());
  }

  private boolean passesOnWhatIsLost() {
    return server.mutant == Mutant.PASSES_ON_WHAT_IS_LOST;
  }

  private static Waiter ended(Client client) {
    return new Waiter(client.index, client.attempt - 1);
  }

  private boolean isQueued(Waiter waiter) {
    return server.queue.contains(waiter);
  }

  /** Whether the message of a grant was lost while its client listened. */
  private boolean isUntold(Grant grant) {
    Client client = clients.get(grant.to().client());
    boolean knows = client.told != null && client.grant().grant().equals(grant);
    return !knows && !server.hasMail(grant.to());
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
        || client.stopped
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
      case CHECK, CHECK_SOON -> server.check();
      case LOSE_KEYS -> server.loseLockKeys();
      case STEP_BACK -> {
        server.time = 0;
        server.steppedBack = true;
      }
      default -> take(step.kind(), clients.get(step.client()));
    }
    // To read these would change nothing, so there is no need to tell apart when it happens.
    server.mail.removeIf(this::isIgnored);
  }

  private boolean isIgnored(Message message) {
    Waiter to = message.grant().to();
    Client client = clients.get(to.client());
    boolean present = client.phase != Phase.DONE && to.equals(client.waiter());
    return client.isLive() && !present && !message.grant().equals(server.holder);
  }

  private void take(Kind kind, Client client) {
    switch (kind) {
      case ENTER -> client.entered(server.enter(client.waiter(), client.isFirst(), false));
      case POST -> {
        server.enter(client.waiter(), true, true);
        client.asked();
      }
      case READ -> read(client);
      case PASS -> {
        client.tail++;
        client.passes++;
        if (server.mutant == Mutant.ACKNOWLEDGES_BEFORE_THE_REPLY) {
          client.acknowledged++;
        }
      }
      case WRITE -> {
        if (server.write(client.grant().grant(), client.tail)) {
          client.written += client.tail;
          client.acknowledged += client.tail;
          client.tail = 0;
        } else {
          client.lost = true;
        }
      }
      case COMMIT_RELEASE -> release(client, null);
      case REJOIN -> release(client, new Waiter(client.index, client.attempt + 1));
      case RENEW -> {
        if (!server.renew(client.grant().grant())) {
          client.lost = true;
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
        sendLate(new Late(client.waiter(), client.isFirst(), null, 0, false));
        client.trouble();
        client.asked();
      }
      case COMMIT_LATE -> {
        sendLate(new Late(client.waiter(), false, sent(client), client.tail + 1, true));
        client.trouble();
        client.endAttempt(scope.attempts());
      }
      case WRITE_LATE -> {
        sendLate(new Late(client.waiter(), false, sent(client), client.tail, false));
        client.trouble();
        if (server.mutant == Mutant.SENDS_WITHOUT_REPLY) {
          client.written += client.tail;
        } else {
          client.broken = true;
        }
        client.tail = 0;
      }
      case STOP -> {
        client.stopped = true;
        server.stopped[client.index] = true;
      }
      case RESUME -> {
        client.stopped = false;
        server.stopped[client.index] = false;
        server.age(client.index);
      }
      case REVIVE -> {
        server.queue.add(0, ended(client));
        client.troubled |= 1 << (client.attempt - 1);
      }
      case CRASH -> {
        client.crash();
        server.stopped[client.index] = false;
      }
      case NOTICE -> {
        client.phase = Phase.GONE;
        server.unsubscribe(client.index);
      }
      case DISCONNECT -> server.unsubscribe(client.index);
      case RECONNECT -> server.subscribed[client.index] = true;
      case ARRIVE, EXPIRE, CHECK, CHECK_SOON, LOSE_HOLDER, LOSE_KEYS, STEP_BACK ->
          throw new IllegalArgumentException();
    }
  }

  private void read(Client client) {
    Message message = server.nextFor(client.index);
    if (message == null) {
      return;
    }
    boolean asks = message.old() && server.mutant != Mutant.TAKES_OLD_GRANTS;
    boolean stands = !asks || server.renew(message.grant());
    server.read(client.index);
    boolean takesOutdated = server.mutant == Mutant.TAKES_OUTDATED_MESSAGES;
    Waiter to = message.grant().to();
    boolean keeps =
        server.mutant == Mutant.KEEPS_WHAT_COMES_LATE
            || (server.mutant == Mutant.KEEPS_WHAT_IT_DID_NOT_ASK_FOR
                && !to.equals(client.waiter()));
    if (stands && client.reads(message, takesOutdated) && !keeps) {
      server.cancel(to);
    }
  }

  /** Ends a tenure; where it broke off, what was committed since is not sent. */
  private void release(Client client, @Nullable Waiter again) {
    int commits = client.canWrite() ? client.tail + 1 : 0;
    Grant grant = client.grant().grant();
    boolean released = !client.lost && server.release(grant, commits, again);
    if (released) {
      client.acknowledged += commits;
    } else {
      cancelLost(client);
    }
    client.endAttempt(scope.attempts());
    if (released && again != null) {
      client.asked();
      Grant now = server.holder;
      if (now != null && now.to().equals(again)) {
        client.phase = Phase.HOLDING;
        client.told = new Message(now, server.version, false);
      }
    }
  }

  private static Message sent(Client client) {
    return new Message(client.grant().grant(), client.base(), false);
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
      Grant grant = request.commit().grant();
      if (request.releases()) {
        server.release(grant, request.commits(), null);
      } else {
        server.write(grant, request.commits());
      }
    } else if (request != null) {
      server.enter(request.waiter(), request.first(), false);
    }
  }

  /** Whether all is done, and nothing is left of those who live. */
  boolean isFinal() {
    return clients.stream().allMatch(World::isThrough)
        && late == null
        && server.holder == null
        && server.queue.stream().noneMatch(this::isMissed);
  }

  private static boolean isThrough(Client client) {
    return client.phase == Phase.DONE || !client.isLive() || client.stopped;
  }

  /** Whether a live client has left this in the queue; what came late is passed over there. */
  private boolean isMissed(Waiter waiter) {
    Client client = clients.get(waiter.client());
    return client.isLive() && !client.stopped && !client.isTroubled(waiter);
  }

  @Override
  public String toString() {
    return "holder %s, queue %s, mail %s, version %d"
        .formatted(server.holder, server.queue, server.mail, server.version);
  }
}
