package dev.locklab.it;

import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire between a client and a real Redis that can do to a write what networks do: lose its
 * request, lose its reply, or hold it up. Writes are told by the EXEC they end with, of the run's
 * own account and not of the rehearsal's.
 */
final class Wire implements AutoCloseable {

  /** What becomes of a write on its way. */
  enum Fate {
    ARRIVES,
    REQUEST_LOST,
    REPLY_LOST,
    HELD_UP
  }

  private final RedisAddress store;
  private final ServerSocket entrance;
  private final Queue<Fate> fates = new ArrayDeque<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch delivered = new CountDownLatch(1);
  private final AtomicInteger troubled = new AtomicInteger();

  /**
   * @param fates those of the first writes, in their order; all others arrive
   */
  Wire(RedisAddress store, List<Fate> fates) throws IOException {
    this.store = store;
    this.fates.addAll(fates);
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            Socket client = entrance.accept();
            Socket server = new Socket(store.host(), store.port());
            sockets.add(client);
            sockets.add(server);
            start(() -> requests(client, server));
            start(() -> replies(client, server));
          }
        });
  }

  /** Where clients of this wire connect to. */
  RedisAddress address() {
    return store.byPort(entrance.getLocalPort());
  }

  /** How many writes did not simply arrive. */
  int troubled() {
    return troubled.get();
  }

  /** Lets go what is held up, and waits until it was passed on, or could not be any more. */
  void release() throws InterruptedException {
    released.countDown();
    delivered.await();
  }

  private void requests(Socket client, Socket server) throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream in = client.getInputStream();
    OutputStream out = server.getOutputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
      boolean write = text.contains("EXEC") && !text.contains("rehearsal");
      Fate fate = write ? next() : Fate.ARRIVES;
      switch (fate) {
        case ARRIVES -> out.write(buffer, 0, read);
        case REQUEST_LOST -> {
          client.close();
          server.close();
          return;
        }
        case REPLY_LOST -> {
          // The reply's way is cut first; the request still arrives, and its end is waited for.
          client.close();
          out.write(buffer, 0, read);
          server.shutdownOutput();
          return;
        }
        case HELD_UP -> {
          client.close();
          try {
            released.await();
            out.write(buffer, 0, read);
            out.flush();
            server.shutdownOutput();
            // Only when the server has read to the end, and closed, can nothing more happen.
            server.getInputStream().readAllBytes();
          } catch (IOException | InterruptedException e) {
            // The server has ended the connection in the meantime.
          } finally {
            server.close();
            delivered.countDown();
          }
          return;
        }
      }
    }
    server.shutdownOutput();
  }

  private synchronized Fate next() {
    Fate fate = fates.isEmpty() ? Fate.ARRIVES : fates.remove();
    if (fate != Fate.ARRIVES) {
      troubled.incrementAndGet();
    }
    return fate;
  }

  private static void replies(Socket client, Socket server) throws IOException {
    try {
      server.getInputStream().transferTo(client.getOutputStream());
    } finally {
      client.close();
    }
  }

  /** What a thread of the wire does until one of its ends is closed. */
  private interface Passage {
    void pass() throws IOException;
  }

  private static void start(Passage passage) {
    Thread thread =
        new Thread(
            () -> {
              try {
                passage.pass();
              } catch (IOException e) {
                // An end was closed: that is how a passage ends.
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      entrance.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
