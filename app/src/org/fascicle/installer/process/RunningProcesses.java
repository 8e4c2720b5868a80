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
import java.util.List;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/** Asks the other running processes of an installation. */
public final class RunningProcesses {
    private static final Logger LOG = Logger.getLogger(RunningProcesses.class.getName());
    private static final long PATIENCE_MILLIS = 10_000;

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
        try {
            for (Path file : Announcement.files(installation)) {
                if (own == null || !file.equals(own.announced())) {
                    lines.addAll(ask(file, bundles));
                }
            }
        } catch (IOException e) {
            LOG.warning("running processes cannot be asked: " + e);
        }
        return lines;
    }

    private static List<String> ask(Path file, List<String> bundles) throws IOException {
        Announcement process;
        try {
            process = Announcement.read(file);
        } catch (NoSuchFileException e) {
            return List.of(); // it has ended meanwhile
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        List<String> lines = new ArrayList<>();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(process.socket()));
            channel.configureBlocking(false);
            Line.write(channel, LocalSocket.request(process.token(), bundles), PATIENCE_MILLIS);
            for (String line : LocalSocket.lines(Line.read(channel, PATIENCE_MILLIS))) {
                lines.add(process + ": " + line);
            }
        } catch (SocketException e) {
            if (isGone(process)) {
                Files.deleteIfExists(file);
            } else {
                lines.add(process + " cannot be asked: " + e.getMessage());
            }
        } catch (IOException e) {
            lines.add(process + ": " + e.getMessage());
        }
        return lines;
    }

    private static boolean isGone(Announcement process) {
        return !Files.exists(process.socket()) || ProcessHandle.of(process.pid()).isEmpty();
    }
}
