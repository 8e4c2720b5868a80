package org.fascicle.installer.process;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/** Asks the other running processes of an installation. */
public final class RunningProcesses {
    private static final Logger LOG = Logger.getLogger(RunningProcesses.class.getName());
    private static final long FOLLOW_MILLIS = 10_000;
    /** A process may have to write its memory to a file, and to read it. */
    private static final long LEAKS_MILLIS = 120_000;

    private RunningProcesses() {}

    /**
     * Asks each to follow the list at once; waits ten seconds at most for each.
     *
     * @param own the socket of this process, which is not asked; null if it has none
     * @param bundles that have changed, by name and version
     * @return what each says, a line each
     */
    public static List<String> follow(Path installation, @Nullable LocalSocket own, List<String> bundles) {
        List<String> lines = new ArrayList<>();
        ask(installation, own, LocalSocket.FOLLOW, bundles, FOLLOW_MILLIS)
                .forEach((process, said) -> said.forEach(line -> lines.add(process + ": " + line)));
        return lines;
    }

    /**
     * Asks each which bundles that have left are still held in its memory.
     *
     * @param own the socket of this process, which is not asked; null if it has none
     * @return what each says, a line each; no line where nothing is held
     */
    public static Map<String, List<String>> leaks(Path installation, @Nullable LocalSocket own) {
        return ask(installation, own, LocalSocket.LEAKS, List.of(), LEAKS_MILLIS);
    }

    private static Map<String, List<String>> ask(Path installation, @Nullable LocalSocket own, String question,
            List<String> bundles, long millis) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        try {
            for (Path file : Announcement.files(installation)) {
                if (own == null || !file.equals(own.announced())) {
                    ask(file, question, bundles, millis, answers);
                }
            }
        } catch (IOException e) {
            LOG.warning("running processes cannot be asked: " + e);
        }
        return answers;
    }

    private static void ask(Path file, String question, List<String> bundles, long millis, Map<String, List<String>> answers)
            throws IOException {
        Announcement process;
        try {
            process = Announcement.read(file);
        } catch (NoSuchFileException e) {
            return; // it has ended meanwhile
        } catch (IOException e) {
            answers.put("a process", List.of(String.valueOf(e.getMessage())));
            return;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(process.socket()));
            channel.configureBlocking(false);
            Line.write(channel, LocalSocket.request(process.token(), question, bundles), millis);
            say(answers, process, LocalSocket.lines(Line.read(channel, millis)));
        } catch (SocketException e) {
            if (isGone(process)) {
                Files.deleteIfExists(file);
            } else {
                say(answers, process, List.of("it cannot be asked: " + e.getMessage()));
            }
        } catch (IOException e) {
            say(answers, process, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Two may have the same number, where each has a container of its own. */
    private static void say(Map<String, List<String>> answers, Announcement process, List<String> lines) {
        answers.computeIfAbsent(process.toString(), name -> new ArrayList<>()).addAll(lines);
    }

    private static boolean isGone(Announcement process) {
        return !Files.exists(process.socket()) || ProcessHandle.of(process.pid()).isEmpty();
    }
}
