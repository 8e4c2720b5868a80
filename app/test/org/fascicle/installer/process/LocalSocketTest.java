package org.fascicle.installer.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalSocketTest {
    private static final String BUNDLE = "com.example.a 1.0.0";
    private static final String NAME = "process " + ProcessHandle.current().pid() + " (train model.json)";

    @TempDir
    private Path installation;
    @TempDir
    private Path home;

    private static Questions following(UnaryOperator<List<String>> follower) {
        return new Questions() {
            @Override
            public List<String> follow(List<String> bundles) {
                return follower.apply(bundles);
            }

            @Override
            public List<String> leaks() {
                return List.of("com.example.b 1.0.0 was stopped", "  a thread");
            }
        };
    }

    private LocalSocket open() throws Exception {
        return open(home);
    }

    private LocalSocket open(Path cache) throws Exception {
        LocalSocket socket = new LocalSocket(installation, cache, "train model.json",
                following(bundles -> bundles.stream().map(bundle -> "installed " + bundle).toList()));
        while (socket.announced() == null) {
            Thread.onSpinWait();
        }
        return socket;
    }

    private Announcement announced() throws Exception {
        return Announcement.read(Announcement.files(installation).get(0));
    }

    private static String say(Announcement to, String line) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(to.socket()));
            channel.configureBlocking(false);
            Line.write(channel, line, 5_000);
            return Line.read(channel, 5_000);
        }
    }

    @Test
    void othersAreAskedAndOneselfIsNot() throws Exception {
        try (LocalSocket socket = open()) {
            assertEquals(List.of(NAME + ": installed " + BUNDLE), RunningProcesses.follow(installation, null, List.of(BUNDLE)));
            assertEquals(List.of(), RunningProcesses.follow(installation, socket, List.of(BUNDLE)));
        }
        assertEquals(List.of(), Announcement.files(installation), "the announcement goes with the process");
        assertEquals(0, home.toFile().list().length, "and so does the socket");
    }

    @Test
    void itIsOpenedElsewhereWhereThePathWouldBeTooLong() throws Exception {
        Path far = Files.createDirectories(home.resolve("a".repeat(60)).resolve("b".repeat(60)));
        try (LocalSocket socket = new LocalSocket(installation, far, "train model.json", following(bundles -> bundles))) {
            while (socket.announced() == null) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(NAME + ": " + BUNDLE), RunningProcesses.follow(installation, null, List.of(BUNDLE)));
            assertEquals(0, far.toFile().list().length);
        }
    }

    @Test
    void leaksOfOthersAreFound() throws Exception {
        try (LocalSocket socket = open()) {
            assertEquals(Map.of(NAME, List.of("com.example.b 1.0.0 was stopped", "  a thread")),
                    RunningProcesses.leaks(installation, null));
            assertEquals(Map.of(), RunningProcesses.leaks(installation, socket));
        }
    }

    @Test
    void ofSeveralEachAnswers() throws Exception {
        Path other = Files.createDirectory(home.resolve("other"));
        try (LocalSocket one = open(); LocalSocket two = open(other)) {
            assertEquals(2, RunningProcesses.follow(installation, null, List.of(BUNDLE)).size());
            assertEquals(1, RunningProcesses.follow(installation, two, List.of(BUNDLE)).size());
        }
    }

    @Test
    void onlyTheOwnerCanReadAndOpenIt() throws Exception {
        try (LocalSocket socket = open()) {
            Announcement announced = announced();
            for (Path folder : List.of(socket.announced().getParent(), announced.socket().getParent())) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
            }
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.announced())));
            assertTrue(announced.token().length() >= 32, "a token that nobody guesses");
        }
    }

    @Test
    void whoeverDoesNotKnowTheTokenLearnsNothing() throws Exception {
        List<String> asked = new ArrayList<>();
        try (LocalSocket socket = new LocalSocket(installation, home, "", following(bundles -> {
            asked.addAll(bundles);
            return bundles;
        }))) {
            while (socket.announced() == null) {
                Thread.onSpinWait();
            }
            Announcement announced = announced();
            for (String request : List.of(LocalSocket.request("", LocalSocket.FOLLOW, List.of(BUNDLE)),
                    LocalSocket.request(announced.token() + "0", LocalSocket.FOLLOW, List.of(BUNDLE)), "{\"follow\": [\"a\"]}")) {
                assertEquals("{\"problem\":\"the token is not that of this process\"}", say(announced, request));
            }
            for (String request : List.of("", "nonsense", "[]", "{\"token\": 1}", "{\"token\": \"" + announced.token() + "\"}",
                    LocalSocket.request(announced.token(), "nonsense", List.of()))) {
                assertTrue(say(announced, request).contains("problem"), request);
            }
            assertEquals(List.of(), asked);
            assertEquals("{\"lines\":[\"a\"]}",
                    say(announced, LocalSocket.request(announced.token(), LocalSocket.FOLLOW, List.of("a"))),
                    "and it answers who does, after all that");
        }
    }

    @Test
    void whoeverSaysNothingKeepsNobodyWaitingForLong() throws Exception {
        try (LocalSocket socket = open(); SocketChannel silent = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.connect(UnixDomainSocketAddress.of(announced().socket()));
            assertEquals(List.of(NAME + ": installed " + BUNDLE), RunningProcesses.follow(installation, null, List.of(BUNDLE)));
        }
    }

    @Test
    void aProcessThatWasKilledIsForgotten() throws Exception {
        Path file = new Announcement(1, "shell", home.resolve("s"), "00").write(installation);
        assertEquals(List.of(), RunningProcesses.follow(installation, null, List.of(BUNDLE)));
        assertTrue(Files.notExists(file), "what it announced is deleted");
    }

    @Test
    void aSocketThatNobodyServesBelongsToAProcessThatIsGone() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        // A socket's file stays when its process is killed.
        Path socket = home.resolve("s");
        java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)).close();
        Path file = new Announcement(ended.pid(), "shell", socket, "00").write(installation);
        assertEquals(List.of(), RunningProcesses.follow(installation, null, List.of(BUNDLE)));
        assertTrue(Files.notExists(file), "what it announced is deleted");
    }

    @Test
    void aProblemOfTheProcessIsSaid() throws Exception {
        try (LocalSocket socket = new LocalSocket(installation, home, "", following(bundles -> {
            throw new IllegalStateException("the disk is full");
        }))) {
            while (socket.announced() == null) {
                Thread.onSpinWait();
            }
            assertEquals(List.of("process " + ProcessHandle.current().pid() + ": the disk is full"),
                    RunningProcesses.follow(installation, null, List.of(BUNDLE)));
        }
    }

    @Test
    void itClosesWhileItIsAsked() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        LocalSocket socket = new LocalSocket(installation, home, "", following(bundles -> {
            asked.countDown();
            try {
                answered.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return bundles;
        }));
        while (socket.announced() == null) {
            Thread.onSpinWait();
        }
        Thread asking = new Thread(() -> RunningProcesses.follow(installation, null, List.of(BUNDLE)));
        asking.start();
        asked.await();
        answered.countDown();
        socket.close();
        asking.join();
        assertEquals(List.of(), Announcement.files(installation));
    }
}
