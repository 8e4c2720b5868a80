package org.fascicle.installer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Change.Action;
import org.fascicle.installer.process.LocalSocket;
import org.fascicle.installer.process.Questions;
import org.fascicle.installer.process.RunningProcesses;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

import com.eclipsesource.json.Json;

/** The other running processes of the installation: they are asked what they make of a change, and ask this one. */
final class Elsewhere implements AutoCloseable {
    private static final String ARGUMENTS = "launcher.arguments";

    /** Null where no other process can have it: in a host, which has none, and where it goes with this process. */
    private final @Nullable Path installation;
    private final @Nullable LocalSocket socket;

    /**
     * Opens the socket of this process.
     *
     * @param questions what this process can be asked
     */
    Elsewhere(BundleContext context, @Nullable Path installation, Questions questions) {
        Path cache = Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE)).toAbsolutePath();
        this.installation = installation == null || installation.startsWith(cache.getParent()) ? null : installation;
        // The classes of minimal-json initialize one another: threads that were the first at the same time would wait for ever.
        Json.object();
        socket = this.installation == null ? null : new LocalSocket(this.installation, cache, what(context), questions);
    }

    /** What this process was started for. */
    private static String what(BundleContext context) {
        try {
            ServiceReference<?>[] found = context.getServiceReferences((String) null, "(" + ARGUMENTS + "=*)");
            return found != null && found[0].getProperty(ARGUMENTS) instanceof String[] words ? String.join(" ", words) : "";
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks the others to follow, and adds to each change what they say. Nothing of this process may be locked: they ask, too. */
    List<Change> ask(List<Change> changes) {
        if (installation == null) {
            return changes;
        }
        List<Change> asked = new ArrayList<>();
        for (Change change : changes) {
            asked.add(change.action() == Action.KEPT ? change
                    : change.elsewhere(RunningProcesses.follow(installation, socket,
                            List.of(change.bundle() + " " + change.version()))));
        }
        return asked;
    }

    /** What the others say of bundles that have left and are still held, by process. */
    Map<String, List<String>> leaks() {
        return installation == null ? Map.of() : RunningProcesses.leaks(installation, socket);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
