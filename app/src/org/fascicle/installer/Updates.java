package org.fascicle.installer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Change.Action;
import org.fascicle.api.installation.Jars;
import org.fascicle.installation.Digest;
import org.fascicle.installation.Failure;
import org.fascicle.installer.contract.Contract;
import org.fascicle.installer.plan.Trial;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Replaces installed bundles. Whether the new ones resolve is found out before an old one is stopped. */
final class Updates {
    private final BundleContext context;
    private final Bundles bundles;
    private final PlatformParts parts;

    Updates(BundleContext context, Bundles bundles, PlatformParts parts) {
        this.context = context;
        this.bundles = bundles;
        this.parts = parts;
    }

    /** A bundle that is replaced, the file that it was installed from, and its version. */
    private record Old(Bundle bundle, Path file, String version) {}

    List<Change> run(List<Candidate> candidates, Jars jars, Shelf.Turn turn, Undo undo) throws IOException, Failure {
        Map<Candidate, Old> all = new LinkedHashMap<>();
        Map<Candidate, Old> changed = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            Old old = old(candidate, jars, turn);
            requireOnly(candidate, old, all);
            all.put(candidate, old);
            if (!Digest.of(old.file()).equals(candidate.sha256)) {
                parts.requireUnused(old.bundle());
                changed.put(candidate, old);
            }
        }
        requireResolving(changed);
        replace(changed, undo);
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Candidate, Old> each : all.entrySet()) {
            changes.add(change(each.getKey(), each.getValue(), changed.containsKey(each.getKey())));
        }
        for (Map.Entry<Candidate, Old> each : changed.entrySet()) {
            turn.take(each.getKey().name, each.getValue().version());
            turn.add(each.getKey(), jars.isOurs(), undo);
        }
        return changes;
    }

    private Old old(Candidate candidate, Jars jars, Shelf.Turn turn) throws IOException, Failure {
        Bundle bundle = replaced(candidate, jars);
        return new Old(bundle, turn.file(bundle).orElseThrow(() -> candidate.problem("the file of the installed " + candidate.name
                + " " + bundle.getVersion() + " is not known, so a failed update could not be taken back",
                "Uninstall it, and install this one")), bundle.getVersion().toString());
    }

    private static void requireOnly(Candidate candidate, Old old, Map<Candidate, Old> replaced) {
        replaced.forEach((other, taken) -> {
            if (taken.bundle().equals(old.bundle())) {
                throw candidate.problem("is to replace " + old.bundle().getSymbolicName() + " " + old.bundle().getVersion()
                        + ", and so is " + other.given, "Name one of them");
            }
        });
    }

    private void requireResolving(Map<Candidate, Old> changed) throws IOException {
        Trial trial = new Trial(context);
        for (Map.Entry<Candidate, Old> each : changed.entrySet()) {
            trial.place(each.getKey().copy, each.getValue().bundle());
        }
        String unsatisfied = changed.isEmpty() ? null : trial.unsatisfied();
        if (unsatisfied != null) {
            Candidate named = changed.keySet().stream().filter(candidate -> unsatisfied.contains(candidate.name)).findFirst()
                    .orElse(changed.keySet().iterator().next());
            throw named.problem("does not resolve: " + unsatisfied,
                    "Install what it requires first, or update what needs one another in one call. What is installed keeps working");
        }
    }

    private Change change(Candidate candidate, Old old, boolean changed) throws IOException {
        String version = candidate.version.toString();
        List<String> techniques = bundles.techniques(old.bundle());
        return changed ? Change.update(candidate.name, old.version(), version, techniques,
                Contract.differences(Contract.in(old.file()), Contract.in(candidate.copy)))
                : Change.of(Action.KEPT, candidate.name, version, techniques);
    }

    /** The bundle that a jar is to replace. */
    private Bundle replaced(Candidate candidate, Jars jars) {
        List<Bundle> found = bundles.named(candidate.name);
        if (found.isEmpty()) {
            throw candidate.problem("no bundle " + candidate.name + " is installed", "Use 'install'");
        }
        found.forEach(bundle -> parts.requireReplaceable(candidate, bundle));
        String wanted =
                jars.replaced().orElse(found.size() == 1 ? found.get(0).getVersion().toString() : candidate.version.toString());
        for (Bundle bundle : found) {
            if (bundle.getVersion().toString().equals(wanted)) {
                Bundle same =
                        found.stream().filter(other -> Bundles.hasVersion(other, candidate.version)).findFirst().orElse(bundle);
                if (!same.equals(bundle)) {
                    throw candidate.problem(candidate + " is installed already, beside " + wanted, "Uninstall one of them");
                }
                return bundle;
            }
        }
        throw candidate.problem(candidate.name + " is installed in the versions " + Bundles.versions(found)
                + (jars.replaced().isPresent() ? ", and not in " + wanted : ""), "Say which one it replaces");
    }

    /** Replaces all, and then starts them: they may need one another. */
    private void replace(Map<Candidate, Old> changed, Undo undo) throws IOException {
        undo.add(() -> restore(changed.values()));
        for (Map.Entry<Candidate, Old> each : changed.entrySet()) {
            try {
                each.getValue().bundle().stop();
                bundles.replace(each.getValue().bundle(), each.getKey().copy);
            } catch (BundleException e) {
                throw Bundles.problem(each.getKey(), "cannot take the place of the installed one: ", e);
            }
        }
        bundles.refresh(changed.values().stream().map(Old::bundle).toList());
        changed.forEach((candidate, old) -> bundles.start(candidate, old.bundle(),
                "Install what it requires first. The installed version keeps working"));
    }

    private void restore(Collection<Old> replaced) throws BundleException {
        List<String> gone = new ArrayList<>();
        for (Old old : replaced) {
            attempt(old, gone, () -> {
                old.bundle().stop();
                bundles.replace(old.bundle(), old.file());
            });
        }
        bundles.refresh(replaced.stream().map(Old::bundle).toList());
        for (Old old : replaced) {
            attempt(old, gone, () -> bundles.start(old.bundle()));
        }
        if (!gone.isEmpty()) {
            throw new BundleException(String.join("; ", gone));
        }
    }

    private static void attempt(Old old, List<String> gone, Undo.Step step) {
        try {
            step.run();
        } catch (Exception e) {
            gone.add(old.bundle().getSymbolicName() + " " + old.version() + " is gone: " + Bundles.why(e));
        }
    }
}
