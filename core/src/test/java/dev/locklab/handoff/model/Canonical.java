package dev.locklab.handoff.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state as a string that is the same for states that cannot be told apart by what may
 * follow: clients are exchangeable, of tokens only the order matters, and of versions only the
 * distance to the present one.
 */
final class Canonical {
  private final World world;
  private final StringBuilder out = new StringBuilder(48);
  private final int[] nameOf;
  private final List<Integer> tokens = new ArrayList<>();

  private Canonical(World world) {
    this.world = world;
    nameOf = new int[world.clients.size()];
  }

  static String of(World world) {
    return new Canonical(world).write();
  }

  private String write() {
    collectTokens();
    List<Client> clients = new ArrayList<>(world.clients);
    String[] looks = new String[clients.size()];
    for (Client client : clients) {
      looks[client.index] = looks(client);
    }
    clients.sort(Comparator.comparing(client -> looks[client.index]));
    for (int i = 0; i < clients.size(); i++) {
      nameOf[clients.get(i).index] = i;
      out.append(looks[clients.get(i).index]);
    }
    Server server = world.server;
    put(world.disturbancesLeft);
    put(rank(server.lastToken));
    put(rank(server.time));
    put(rank(server.greatest));
    put((server.steppedBack ? 1 : 0) + (server.forgot ? 2 : 0));
    put(server.holder);
    put(server.queue.size());
    server.queue.forEach(this::put);
    // Each client reads its own in their order; whose come first does not matter.
    server.mail.stream()
        .sorted(Comparator.comparingInt(sent -> nameOf[sent.grant().to().client()]))
        .forEach(this::put);
    put(99);
    if (world.late != null) {
      put(world.late.waiter());
      put(world.late.first() ? 1 : 0);
      if (world.late.commit() != null) {
        put(world.late.commit());
        put(world.late.commits());
        put(world.late.releases() ? 1 : 0);
      }
    }
    return out.toString();
  }

  private void collectTokens() {
    Server server = world.server;
    tokens.add(server.lastToken);
    tokens.add(server.time);
    tokens.add(server.greatest);
    if (server.holder != null) {
      tokens.add(server.holder.token());
    }
    for (Client client : world.clients) {
      tokens.add(client.outdated);
      if (client.told != null) {
        tokens.add(client.told.grant().token());
      }
    }
    for (Message sent : server.mail) {
      tokens.add(sent.grant().token());
    }
    if (world.late != null && world.late.commit() != null) {
      tokens.add(world.late.commit().grant().token());
    }
  }

  private int rank(int token) {
    int[] smaller = tokens.stream().mapToInt(t -> t).filter(t -> t < token).distinct().toArray();
    return smaller.length;
  }

  /** What is known of a client without naming any client, its place in the queue included. */
  private String looks(Client client) {
    Server server = world.server;
    char[] looks = new char[13];
    Arrays.fill(looks, (char) 0);
    looks[0] = client.phase.sign;
    looks[1] = (char) client.attempt;
    looks[2] = (char) (server.subscribed[client.index] ? 1 : 0);
    if (client.told != null) {
      looks[3] = (char) (1 + rank(client.told.grant().token()));
      looks[4] = (char) (100 + server.version - client.base());
      looks[5] = (char) client.told.grant().to().attempt();
    }
    looks[7] = (char) (1 + rank(client.outdated));
    looks[8] = (char) client.troubled;
    looks[9] = (char) client.tail;
    looks[10] = (char) client.passes;
    looks[11] = (char) ((client.lost ? 1 : 0) + (client.broken ? 2 : 0) + (client.stopped ? 4 : 0));
    looks[12] = (char) (1 + server.queue.lastIndexOf(client.waiter()));
    looks[6] = (char) (1 + server.queue.indexOf(client.waiter()));
    return new String(looks);
  }

  private void put(int number) {
    out.append((char) number);
  }

  private void put(Waiter waiter) {
    put(nameOf[waiter.client()] * 8 + waiter.attempt());
  }

  private void put(@Nullable Grant grant) {
    if (grant == null) {
      put(98);
    } else {
      put(grant.to());
      put(rank(grant.token()));
    }
  }

  private void put(Message message) {
    put(message.grant());
    put(100 + world.server.version - message.version());
    put(message.old() ? 1 : 0);
  }
}
