package dev.locklab.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  VersionsTest() {}

  @Test
  void theLibrariesOfTheBuildAreRead() {
    assertThat(Versions.redisson()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(Versions.jedis()).matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void aJarAheadOfTheLabIsTheOneThatIsNamed() throws Exception {
    URL ahead = jarOf("org/redisson/api/RedissonClient.class", "3.25.0").toUri().toURL();
    URL lab = Versions.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader path = new ChildFirst(new URL[] {ahead, lab})) {
      Class<?> versions = path.loadClass(Versions.class.getName());
      assertThat(versions.getMethod("redisson").invoke(null)).isEqualTo("3.25.0");
    }
  }

  private Path jarOf(String file, String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    Path jar = folder.resolve("library.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        InputStream type =
            Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(file))) {
      entries.putNextEntry(new JarEntry(file));
      type.transferTo(entries);
    }
    return jar;
  }

  /** Finds its own jars' classes first, as a class path that begins with them does. */
  private static final class ChildFirst extends URLClassLoader {

    ChildFirst(URL[] jars) {
      super(jars, VersionsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      return name.equals(Versions.class.getName()) || name.startsWith("org.redisson.api.Redisson")
          ? findClass(name)
          : super.loadClass(name, resolve);
    }
  }
}
