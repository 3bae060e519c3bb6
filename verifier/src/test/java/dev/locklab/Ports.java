package dev.locklab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback, for servers that a test starts itself. */
public final class Ports {

  private Ports() {}

  /** Takes a port that is free, and keeps it until it is closed. */
  public static ServerSocket take() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** One that was free a moment ago. */
  public static int free() throws IOException {
    try (ServerSocket socket = take()) {
      return socket.getLocalPort();
    }
  }
}
