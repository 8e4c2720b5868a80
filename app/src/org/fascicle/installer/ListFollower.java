package org.fascicle.installer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;

import org.fascicle.installation.Digest;
import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Installation.Entry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

/** Makes this process as another one has made the installation's list. What fails is said, and stays as it was. Used by one thread. */
final class ListFollower {
    private static final Logger LOG = Logger.getLogger(ListFollower.class.getName());

    private static final int REMEMBERED = 1_000;

    private final Shelf shelf;
    private final Bundles bundles;
    /** What came of bundles the last time, by name and version. */
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final PlatformParts parts;
    /** What the list and this process have, by name and version. */
    private final Set<String> here = new HashSet<>();
    /** What is not changed, as it is in use, and why. */
    private final Map<String, String> used = new HashMap<>();

    ListFollower(Shelf shelf, Bundles bundles, PlatformParts parts) {
        this.shelf = shelf;
        this.bundles = bundles;
        this.parts = parts;
    }

    /** Forgets what was here and has been uninstalled otherwise, by a command of the framework: as it is in the list, it comes again. */
    private void forgetGone() {
        Set<String> present = bundles.ids();
        for (String id : List.copyOf(shelf.applied().keySet())) {
            if (present.contains(id)) {
                here.add(id);
            } else if (here.remove(id)) {
                shelf.applied().remove(id);
            }
        }
        here.retainAll(shelf.applied().keySet());
    }

    /** Follows the list, and gives a line for each thing that was done, or was not. */
    List<String> follow(Installation list) {
        forgetGone();
        Map<String, Entry> now = new LinkedHashMap<>();
        list.bundles().forEach(entry -> now.put(entry.toString(), entry));
        List<Entry> come = new ArrayList<>();
        for (Entry entry : now.values()) {
            if (!entry.sha256().equals(shelf.applied().get(entry.toString()))) {
                come.add(entry);
            }
        }
        List<String> lines = new ArrayList<>();
        Map<String, String> before = new HashMap<>(used);
        used.clear();
        for (String id : List.copyOf(shelf.applied().keySet())) {
            if (!now.containsKey(id)) {
                String[] words = id.split(" ", 2);
                Entry next = come.stream().filter(entry -> entry.name().equals(words[0])).findFirst().orElse(null);
                if (isUsed(words[0], words[1], next == null ? id : next.toString(), before, lines)) {
                    come.remove(next);
                    continue;
                }
                lines.add(next == null ? outcome(id, gone(words[0], words[1]))
                        : outcome(next.toString(), comes(next, words[1])));
                come.remove(next);
                shelf.applied().remove(id);
            }
        }
        for (Entry entry : come) {
            if (!isUsed(entry.name(), entry.version(), entry.toString(), before, lines)) {
                lines.add(outcome(entry.toString(), comes(entry, entry.version())));
            }
        }
        lines.forEach(line -> LOG.info("another process changed the installation: " + line));
        return lines;
    }

    private String outcome(String id, String line) {
        // What is later stands last.
        outcomes.remove(id);
        outcomes.put(id, line);
        if (outcomes.size() > REMEMBERED) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
        return line;
    }

    /** What came of some bundles, by name and version, the last time that they changed. */
    List<String> outcomes(List<String> ids) {
        List<String> lines = new ArrayList<>();
        for (String id : ids) {
            String line = outcomes.get(id);
            lines.add(line != null ? line : shelf.applied().containsKey(id) ? "has " + id + " already" : "does not have " + id);
        }
        return lines;
    }

    /** Whether a bundle is in use, so that it stays until a later call; said once. */
    private boolean isUsed(String name, String version, String changed, Map<String, String> before, List<String> lines) {
        String id = name + " " + version;
        List<String> uses = bundles.named(name).stream().filter(bundle -> bundle.getVersion().toString().equals(version))
                .flatMap(bundle -> parts.uses(bundle).stream()).toList();
        if (uses.isEmpty()) {
            return false;
        }
        String why = String.join("; ", uses);
        String line = outcome(changed, id + " stays in this process as long as it is in use: " + why);
        used.put(id, why);
        if (!why.equals(before.get(id))) {
            lines.add(line);
        }
        return true;
    }

    /** Whether something waits that is in use, so that the list has to be followed again. */
    boolean isWaiting() {
        return !used.isEmpty();
    }

    private String gone(String name, String version) {
        try {
            for (Bundle bundle : bundles.named(name)) {
                if (bundle.getVersion().equals(Version.parseVersion(version))) {
                    bundles.uninstall(bundle);
                }
            }
            return "uninstalled " + name + " " + version;
        } catch (BundleException e) {
            return name + " " + version + " stays: " + Bundles.why(e);
        }
    }

    /** Brings a bundle, in place of one of some version if that is there. */
    private String comes(Entry entry, String before) {
        shelf.applied().put(entry.toString(), entry.sha256());
        Undo undo = new Undo();
        try {
            if (!Digest.of(entry.file()).equals(entry.sha256())) {
                throw new IOException(entry.file() + " is not what the list has");
            }
            Bundle bundle =
                    bundles.named(entry.name()).stream().filter(one -> one.getVersion().toString().equals(before)).findFirst()
                            .orElse(null);
            if (bundle == null) {
                Bundle fresh = bundles.install(entry.name(), entry.file());
                undo.add(() -> bundles.uninstall(fresh));
                bundles.start(fresh);
                return "installed " + entry;
            }
            bundle.stop();
            bundles.replace(bundle, entry.file());
            bundles.refresh(List.of(bundle));
            bundles.start(bundle);
            return "updated " + entry.name() + " " + before + " to " + entry.version();
        } catch (BundleException | IOException | IllegalStateException e) {
            undo.run();
            return entry + " could not be brought here: " + Bundles.why(e);
        }
    }

    /** The list as it is. */
    List<String> follow() throws Failure {
        return shelf.installation() == null ? List.of() : follow(Installation.read(shelf.installation()));
    }
}
