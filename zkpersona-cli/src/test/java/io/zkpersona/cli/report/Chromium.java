package io.zkpersona.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The browser, which on Debian is installed by {@code apt-get install chromium}. */
record Chromium(Path program, Path folder) {

  private static final long SECONDS = 60;

  /** The scheme of colors that the page is asked for. */
  enum Scheme {
    DARK,
    LIGHT
  }

  /** Returns the program, if it is installed. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns the page's elements after its scripts have run; fails on any message of theirs. */
  String elementsOf(Path page) throws IOException, InterruptedException {
    return run(page, "--dump-dom", "--window-size=1200,1600");
  }

  /** Takes a picture of the page, in pixels of the given width. */
  BufferedImage pictureOf(Path page, Scheme scheme, int width, int height)
      throws IOException, InterruptedException {
    Path picture = folder.resolve("%s-%s-%d.png".formatted(page.getFileName(), scheme, width));
    run(
        page,
        "--screenshot=" + picture,
        "--window-size=" + width + "," + height,
        "--hide-scrollbars",
        "--blink-settings=preferredColorScheme=" + (scheme == Scheme.DARK ? 0 : 1));
    return ImageIO.read(picture.toFile());
  }

  private String run(Path page, String... options) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "chromium", ".out");
    Path err = Files.createTempFile(folder, "chromium", ".err");
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--enable-logging=stderr",
            "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("chromium ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(err, StandardCharsets.UTF_8))
        .noneMatch(line -> line.contains(":CONSOLE"));
    String printed = Files.readString(out);
    Files.delete(out);
    Files.delete(err);
    return printed;
  }
}
