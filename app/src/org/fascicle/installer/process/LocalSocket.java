package org.fascicle.installer.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;

/**
 * Where other processes of the same installation ask this one to follow the list at once, and to say what came of it. Folder and socket are
 * for their owner alone, and whoever asks must know a token that only the owner can read. A request is one line of JSON,
 * {@code {"token": "…", "ask": "follow", "bundles": ["com.example.name 1.0.0"]}}, and so is the answer, {@code {"lines": ["…"]}}.
 */
public final class LocalSocket implements AutoCloseable {
    static final String FOLLOW = "follow";
    static final String LEAKS = "leaks";
    private static final Logger LOG = Logger.getLogger(LocalSocket.class.getName());
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long STOP_MILLIS = 5_000;
    /** Of a socket's path, on all systems. */
    private static final int MOST_BYTES = 100;
    private static final int TOKEN_BYTES = 32;

    private final Path installation;
    private final Path home;
    private final String what;
    private final Questions questions;
    private final String token;
    private final Thread thread = new Thread(this::run, "fascicle socket");
    private volatile boolean closed;
    private @Nullable ServerSocketChannel server;
    private volatile @Nullable Path announced;

    /**
     * Opens one; soon after, other processes see it.
     *
     * @param home a folder for temporary files; another is taken if its path is long, because that of a socket must be short
     * @param what this process does, for messages
     * @param questions what can be asked; by one thread
     */
    public LocalSocket(Path installation, Path home, String what, Questions questions) {
        this.installation = installation;
        this.home = home;
        this.what = what;
        this.questions = questions;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
        // The start of the platform does not wait for it.
        thread.setDaemon(true);
        thread.start();
    }

    /** The file in which this process is announced; null where it is not. */
    @Nullable
    Path announced() {
        return announced;
    }

    private void run() {
        Path folder = null;
        try {
            folder = folder();
            Path socket = folder.resolve("s");
            try (ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                hold(opened);
                opened.bind(UnixDomainSocketAddress.of(socket));
                announced = new Announcement(ProcessHandle.current().pid(), what, socket, token).write(installation);
                while (!closed) {
                    serve(opened);
                }
            }
        } catch (ClosedChannelException e) {
            // The platform stops.
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("other processes cannot ask this one, which still follows the list of bundles: " + e);
        } finally {
            delete(announced);
            if (folder != null) {
                delete(folder.resolve("s"));
                delete(folder);
            }
        }
    }

    /** A folder for its owner alone, with a short path: where it can be, in that which goes with the process even if it is killed. */
    private Path folder() throws IOException {
        Path here = home.resolve("socket");
        if (isShort(here.resolve("s"))) {
            return Files.createDirectory(here, Announcement.owner(here, "rwx------"));
        }
        for (Path place : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/shm"), Path.of("/tmp"))) {
            if (Files.isWritable(place)) {
                // Of a temporary folder, the owner alone has rights.
                Path made = Files.createTempDirectory(place, "fascicle");
                if (isShort(made.resolve("s"))) {
                    return made;
                }
                Files.delete(made);
            }
        }
        throw new IOException("no folder for temporary files has a short path");
    }

    private static boolean isShort(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    private synchronized void hold(ServerSocketChannel opened) throws IOException {
        server = opened;
        if (closed) {
            opened.close();
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Whoever asks next finds that nobody is there, and deletes it.
        }
    }

    private void serve(ServerSocketChannel opened) throws IOException {
        try (SocketChannel channel = opened.accept()) {
            channel.configureBlocking(false);
            try {
                Line.write(channel, answer(Line.read(channel, PATIENCE_MILLIS)).toString(), PATIENCE_MILLIS);
            } catch (IOException e) {
                LOG.fine("somebody asked, and went away: " + e);
            }
        }
    }

    private JsonObject answer(String request) {
        List<String> bundles = new ArrayList<>();
        String question;
        try {
            JsonObject json = Json.parse(request).asObject();
            byte[] known = token.getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(known, json.getString("token", "").getBytes(StandardCharsets.UTF_8))) {
                return new JsonObject().add("problem", "the token is not that of this process");
            }
            question = json.getString("ask", "");
            json.get("bundles").asArray().forEach(bundle -> bundles.add(bundle.asString()));
            if (!List.of(FOLLOW, LEAKS).contains(question)) {
                return new JsonObject().add("problem", "'" + question + "' is nothing that can be asked");
            }
        } catch (ParseException | UnsupportedOperationException | NullPointerException e) {
            return new JsonObject().add("problem", "the request cannot be understood");
        }
        try {
            JsonArray lines = new JsonArray();
            (question.equals(LEAKS) ? questions.leaks() : questions.follow(bundles)).forEach(lines::add);
            return new JsonObject().add("lines", lines);
        } catch (RuntimeException e) {
            return new JsonObject().add("problem", String.valueOf(e.getMessage()));
        }
    }

    /** The lines of an answer, or the problem as one. */
    static List<String> lines(String answer) throws IOException {
        try {
            JsonObject json = Json.parse(answer).asObject();
            List<String> lines = new ArrayList<>();
            JsonValue problem = json.get("problem");
            if (problem != null) {
                lines.add(problem.asString());
            } else {
                json.get("lines").asArray().forEach(line -> lines.add(line.asString()));
            }
            return lines;
        } catch (ParseException | UnsupportedOperationException | NullPointerException e) {
            throw new IOException("the answer cannot be understood", e);
        }
    }

    /** The line that asks. */
    static String request(String token, String question, List<String> bundles) {
        JsonArray names = new JsonArray();
        bundles.forEach(names::add);
        return new JsonObject().add("token", token).add("ask", question).add("bundles", names).toString();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            try {
                if (server != null) {
                    server.close();
                }
            } catch (IOException e) {
                LOG.warning("the local socket stays open: " + e);
            }
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
