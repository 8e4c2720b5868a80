package org.fascicle.installer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.osgi.framework.Version;

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

    /** A bundle that is replaced, and the file that it was installed from. */
    private record Old(Bundle bundle, Path file) {}

    List<Change> run(List<Candidate> candidates, Jars jars, Shelf.Turn turn, Undo undo) throws IOException, Failure {
        Map<Candidate, Old> replaced = new LinkedHashMap<>();
        Trial trial = new Trial(context);
        for (Candidate candidate : candidates) {
            Old old = old(candidate, jars, turn);
            requireOnly(candidate, old, replaced);
            replaced.put(candidate, old);
            if (!Digest.of(old.file()).equals(candidate.sha256)) {
                parts.requireUnused(old.bundle());
                requireResolving(candidate, old.bundle(), trial);
            }
        }
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Candidate, Old> each : replaced.entrySet()) {
            changes.add(change(each.getKey(), each.getValue(), jars, turn, undo));
        }
        return changes;
    }

    private Old old(Candidate candidate, Jars jars, Shelf.Turn turn) throws IOException, Failure {
        Bundle bundle = replaced(candidate, jars);
        return new Old(bundle, turn.file(bundle).orElseThrow(() -> candidate.problem("the file of the installed " + candidate.name
                + " " + bundle.getVersion() + " is not known, so a failed update could not be taken back",
                "Uninstall it, and install this one")));
    }

    private static void requireOnly(Candidate candidate, Old old, Map<Candidate, Old> replaced) {
        replaced.forEach((other, taken) -> {
            if (taken.bundle().equals(old.bundle())) {
                throw candidate.problem("is to replace " + old.bundle().getSymbolicName() + " " + old.bundle().getVersion()
                        + ", and so is " + other.given, "Name one of them");
            }
        });
    }

    private static void requireResolving(Candidate candidate, Bundle bundle, Trial trial) throws IOException {
        String unsatisfied = trial.place(candidate.copy, bundle);
        if (unsatisfied != null) {
            throw candidate.problem("does not resolve: " + unsatisfied,
                    "Install what it requires first. The installed version keeps working");
        }
    }

    private Change change(Candidate candidate, Old old, Jars jars, Shelf.Turn turn, Undo undo) throws IOException {
        String version = candidate.version.toString();
        if (Digest.of(old.file()).equals(candidate.sha256)) {
            return Change.of(Action.KEPT, candidate.name, version, bundles.techniques(old.bundle()));
        }
        Version before = old.bundle().getVersion();
        List<String> differences = Contract.differences(Contract.in(old.file()), Contract.in(candidate.copy));
        replace(candidate, old, undo);
        turn.take(candidate.name, before.toString());
        turn.add(candidate, jars.isOurs(), undo);
        return Change.update(candidate.name, before.toString(), version, bundles.techniques(old.bundle()), differences);
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

    private void replace(Candidate candidate, Old old, Undo undo) throws IOException {
        try {
            old.bundle().stop();
            undo.add(() -> restore(old));
            bundles.replace(old.bundle(), candidate.copy);
        } catch (BundleException e) {
            throw Bundles.problem(candidate, "cannot take the place of the installed one: ", e);
        }
        bundles.start(candidate, old.bundle(), "Install what it requires first. The installed version keeps working");
    }

    private void restore(Old old) throws BundleException {
        Bundle bundle = old.bundle();
        try {
            bundle.stop();
            bundles.replace(bundle, old.file());
            bundles.start(bundle);
        } catch (BundleException | IOException | IllegalStateException e) {
            throw new BundleException(bundle.getSymbolicName() + " " + bundle.getVersion() + " is gone: " + Bundles.why(e), e);
        }
    }
}
