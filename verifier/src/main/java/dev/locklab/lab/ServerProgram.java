package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import java.nio.file.Path;
import java.util.function.Function;

/** What the lab starts as a server: a program of this machine, or one of a container image. */
public final class ServerProgram {

  /** The newest of the PATH and of the one that the lab carries. */
  public static final ServerProgram LOCAL = new ServerProgram(RedisBinary::choose);

  /** The one that the lab carries, whatever others there are. */
  static final ServerProgram CARRIED = new ServerProgram(RedisBinary::carried);

  private final Function<Path, RedisBinary> choice;

  private ServerProgram(Function<Path, RedisBinary> choice) {
    this.choice = choice;
  }

  /**
   * The {@code valkey-server} or {@code redis-server} of a container image, which Docker fetches
   * where it is not here. It runs as the lab's user, without privileges, in the network of this
   * machine, as servers of a topology must reach each other and be reached by the same address.
   *
   * @param image such as {@code valkey/valkey:9}
   * @throws UnavailableException if Docker does not run it, with what Docker says
   */
  public static ServerProgram image(String image) {
    RedisBinary known = RedisBinary.ofImage(image);
    return new ServerProgram(folder -> known);
  }

  RedisBinary in(Path folder) {
    return choice.apply(folder);
  }
}
