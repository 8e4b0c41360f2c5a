import io.zkpersona.embedded.EmbeddedPostgres;
import java.io.IOException;

/**
 * A server for scripts: prints its URL, and stops at the end of standard input. Run as a source
 * file, with the class path of zkpersona-embedded.
 */
final class Server {

  public static void main(String[] args) throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      System.out.println(server.url());
      System.in.readAllBytes();
    }
  }
}
