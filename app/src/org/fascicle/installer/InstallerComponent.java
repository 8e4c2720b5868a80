package org.fascicle.installer;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Change.Action;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Leak;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.installation.Digest;
import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Trust;
import org.jspecify.annotations.Nullable;
import org.fascicle.installer.contract.Contract;
import org.fascicle.installer.leak.Departures;
import org.fascicle.installer.plan.Planner;
import org.fascicle.installer.process.Questions;
import org.fascicle.installer.trust.Signatures;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Changes the running framework first, which shows whether the change works, and then the list; what fails is taken back. */
@Component(immediate = true)
public final class InstallerComponent implements Installer {
    private static final Pattern OWN_NAMESPACE = Pattern.compile("namespace=\"?fascicle\"?\\s*(?=[;,]|$)");
    private static final String OWN_NAMES = "fascicle.";
    private static final String SAY_OURS = "If you know that it comes from Fascicle's makers, say so with --ours (Jars.ours())";

    private final BundleContext context;
    private final Bundles bundles;
    private final Shelf shelf;

    private final PlatformParts parts;
    private final Updates updates;
    private final ListFollower list;
    private final Departures departures;
    private final @Nullable InstallationWatch watch;
    private final Elsewhere elsewhere;

    /** For Declarative Services. */
    @Activate
    public InstallerComponent(BundleContext context) throws IOException {
        this.context = context;
        this.bundles = new Bundles(context);
        this.shelf = new Shelf(context);
        this.parts = new PlatformParts(context);
        this.updates = new Updates(context, bundles, parts);
        this.list = new ListFollower(shelf, bundles, parts);
        this.departures = new Departures(context);
        Path installation = shelf.installation();
        Path plugins = shelf.plugins();
        this.elsewhere = new Elsewhere(context, installation, new Questions() {
            @Override
            public List<String> follow(List<String> changed) {
                return followed(changed);
            }

            @Override
            public List<String> leaks() {
                return InstallerComponent.this.leaks().stream().flatMap(leak -> leak.toString().lines()).toList();
            }
        });
        // Last, as it installs what lies in the folder of plug-ins.
        this.watch = installation == null || plugins == null ? null
                : new InstallationWatch(this, installation, plugins, shelf.cameFromPlugins());
    }

    @Deactivate
    void deactivate() {
        elsewhere.close();
        if (watch != null) {
            watch.close();
        }
        departures.close();
    }

    /** Follows the list, and says what came of some bundles, by name and version. */
    private synchronized List<String> followed(List<String> bundles) {
        try {
            list.follow();
            return list.outcomes(bundles);
        } catch (Failure e) {
            return List.of("the list cannot be followed: " + e.getMessage());
        }
    }

    /** Makes this process as another one has made the list. */
    synchronized List<String> followList() throws Failure {
        return list.follow();
    }

    /** Whether the list has what this process cannot follow yet. */
    synchronized boolean isWaiting() {
        return list.isWaiting();
    }

    @Override
    public List<Change> install(Jars jars) {
        return elsewhere.ask(change(requireGiven(jars, "jars"), this::install));
    }

    @Override
    public List<Change> update(Jars jars) {
        return elsewhere.ask(change(requireGiven(jars, "jars"), updates::run));
    }

    /** What is done with jars that have been looked through. */
    private interface Changing {
        List<Change> change(List<Candidate> candidates, Jars jars, Shelf.Turn turn, Undo undo) throws IOException, Failure;
    }

    private synchronized List<Change> change(Jars jars, Changing changing) {
        return alone(turn -> {
            list.follow();
            shelf.sweep();
            List<Candidate> candidates = Candidate.of(jars.files(), shelf.folder());
            Undo undo = new Undo();
            try {
                candidates.forEach(candidate -> requireOwn(candidate, jars.isOurs()));
                candidates.forEach(new ApiVersions(context)::require);
                if (turn.trust() == Trust.SIGNED) {
                    for (Candidate candidate : candidates) {
                        requireSigned(candidate.given, candidate.copy);
                    }
                }
                List<Change> changes = changing.change(candidates, jars, turn, undo);
                turn.write();
                return changes;
            } catch (IOException e) {
                throw takenBack(new StateException(shelf.folder() + " cannot be changed: " + e, e), undo);
            } catch (StateException e) {
                throw takenBack(e, undo);
            } catch (InputException e) {
                throw takenBack(e, undo);
            } catch (Failure | RuntimeException | Error e) {
                undo.run();
                throw e;
            } finally {
                candidates.forEach(Candidate::discard);
            }
        });
    }

    private <T> T alone(Shelf.Work<T> work) {
        try {
            return shelf.alone(work);
        } catch (IOException e) {
            throw new StateException("the installation cannot be changed: " + e, e);
        } catch (Failure e) {
            throw new StateException(String.valueOf(e.getMessage()), e);
        }
    }

    private static StateException takenBack(StateException problem, Undo undo) {
        List<String> gone = undo.run();
        return gone.isEmpty() ? problem
                : new StateException(problem.getMessage() + ". Nor can it be as before: " + String.join("; ", gone), problem);
    }

    private static InputException takenBack(InputException problem, Undo undo) {
        List<String> gone = undo.run();
        return gone.isEmpty() ? problem
                : new InputException(problem.file(), problem.pointer(), problem.problem(),
                        (problem.remedy() == null ? "" : problem.remedy() + ". ") + "Nor can it be as before: "
                                + String.join("; ", gone));
    }

    private void requireSigned(Path given, Path copy) throws IOException {
        Signatures signatures = new Signatures(Objects.requireNonNull(shelf.installation()).resolve(Installation.TRUSTED));
        String distrust = signatures.distrust(copy);
        if (distrust != null) {
            throw new InputException(given.toString(), null,
                    "is not trusted, and this installation takes signed bundles alone: " + distrust,
                    "Have it signed by somebody whose certificate is in the installation's folder " + Installation.TRUSTED);
        }
    }

    @Override
    public Path trusted(Path jar, Path folder) {
        if (!Files.isRegularFile(requireGiven(jar, "jar"))) {
            throw new InputException(jar.toString(), null, "there is no such file", null);
        }
        try {
            Path copy = Files.createTempFile(requireGiven(folder, "folder"), "judged-", ".jar");
            try {
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                if (shelf.trust() == Trust.SIGNED) {
                    requireSigned(jar, copy);
                }
                return copy;
            } catch (IOException | Failure | RuntimeException e) {
                Files.delete(copy);
                throw e;
            }
        } catch (IOException e) {
            throw new StateException(jar + " cannot be looked through: " + e, e);
        } catch (Failure e) {
            throw new StateException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Names without a prefix are for techniques whose makers are known. */
    private static void requireOwn(Candidate candidate, boolean isOurs) {
        boolean claims = candidate.capabilities != null && OWN_NAMESPACE.matcher(candidate.capabilities).find();
        boolean own = candidate.name.startsWith(OWN_NAMES);
        if (candidate.offersBackend && own && !isOurs) {
            throw candidate.problem("offers a backend, and has a name that is reserved for Fascicle's own bundles", SAY_OURS);
        }
        if (claims && !(isOurs && own)) {
            throw candidate.problem("offers techniques by names without a prefix, which are reserved for Fascicle's own bundles",
                    own ? SAY_OURS : "Use a prefix, as in @Technique(\"com.example:name\")");
        }
    }

    private List<Change> install(List<Candidate> candidates, Jars jars, Shelf.Turn turn, Undo undo) throws IOException, Failure {
        Map<Candidate, Bundle> fresh = new LinkedHashMap<>();
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (isThere(candidate, turn)) {
                kept.add(candidate);
            }
        }
        for (Candidate candidate : candidates) {
            if (!kept.contains(candidate)) {
                fresh.put(candidate, installed(candidate, undo));
            }
        }
        for (Map.Entry<Candidate, Bundle> each : fresh.entrySet()) {
            bundles.start(each.getKey(), each.getValue(), "Install what it requires in the same call");
            turn.add(each.getKey(), jars.isOurs(), undo);
        }
        List<Change> changes = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Bundle bundle = fresh.get(candidate);
            changes.add(Change.of(bundle == null ? Action.KEPT : Action.INSTALLED, candidate.name, candidate.version.toString(),
                    bundle == null ? List.of() : bundles.techniques(bundle)));
        }
        return changes;
    }

    /** Whether the very jar is installed already. Another one of its name and version is refused, and one that claims a base name. */
    private boolean isThere(Candidate candidate, Shelf.Turn turn) throws IOException, Failure {
        for (Bundle bundle : bundles.named(candidate.name)) {
            parts.requireReplaceable(candidate, bundle);
            if (Bundles.hasVersion(bundle, candidate.version)) {
                Path file = turn.file(bundle).orElse(null);
                if (file != null && Digest.of(file).equals(candidate.sha256)) {
                    return true;
                }
                throw candidate.problem(candidate + " is installed already, with other content",
                        "Replace it with 'update', or give this one another version");
            }
        }
        return false;
    }

    private Bundle installed(Candidate candidate, Undo undo) throws IOException {
        try {
            Bundle bundle = bundles.install(candidate.name, candidate.copy);
            undo.add(() -> bundles.uninstall(bundle));
            return bundle;
        } catch (BundleException e) {
            throw Bundles.problem(candidate, "cannot be installed: ", e);
        }
    }

    @Override
    public Plan plan(Collection<TechniqueNeed> techniques, Collection<Path> repositories) {
        return planner(repositories).plan(requireGiven(techniques, "techniques"));
    }

    @Override
    public Plan plan(Jars jars, Collection<Path> repositories) {
        return planner(repositories).requirements(requireGiven(jars, "jars").files());
    }

    private Planner planner(Collection<Path> repositories) {
        List<Path> places = new ArrayList<>(requireGiven(repositories, "repositories"));
        places.addAll(shelf.repositories());
        return new Planner(context, places, shelf.folder().resolve("fetched"));
    }

    @Override
    public List<Leak> leaks() {
        return departures.leaks();
    }

    @Override
    public Map<String, List<String>> leaksElsewhere() {
        return elsewhere.leaks();
    }

    @Override
    public Change uninstall(String name, @Nullable String version) {
        return elsewhere.ask(List.of(takenOut(requireGiven(name, "name"), version))).get(0);
    }

    private synchronized Change takenOut(String name, @Nullable String version) {
        return alone(turn -> {
            list.follow();
            Bundle bundle = find(name, version);
            List<String> dependents = Bundles.dependents(bundle);
            String present = bundle.getVersion().toString();
            if (PlatformParts.isBase(bundle)) {
                throw new InputException(name, null, "is a part of the platform, and cannot be uninstalled", null);
            } else if (!dependents.isEmpty()) {
                throw new InputException(name, null, "is needed by " + String.join(", ", dependents), "Uninstall these first");
            }
            parts.requireUnused(bundle);
            List<String> techniques = bundles.techniques(bundle);
            // The list first: a bundle that is gone from the framework cannot be put back under its number.
            turn.take(name, present);
            turn.write();
            try {
                bundles.uninstall(bundle);
            } catch (BundleException e) {
                throw new StateException(
                        name + " " + present + " is off the list, and does not leave this process: " + Bundles.why(e), e);
            }
            return Change.of(Action.UNINSTALLED, name, present, techniques);
        });
    }

    private Bundle find(String name, @Nullable String version) {
        List<Bundle> found = bundles.named(name);
        if (version != null) {
            requireVersion(name, version);
            found.removeIf(bundle -> !bundle.getVersion().equals(Version.parseVersion(version)));
        }
        if (found.isEmpty()) {
            throw new InputException(null, null, "no bundle '" + name + (version == null ? "" : " " + version) + "' is installed",
                    Nearest.hint(name, bundles.names()));
        } else if (found.size() > 1) {
            throw new InputException(name, null, "is installed in the versions " + Bundles.versions(found), "Name one of them");
        }
        return found.get(0);
    }

    private static void requireVersion(String name, String version) {
        try {
            Version.parseVersion(version);
        } catch (IllegalArgumentException e) {
            throw new InputException(name, null, "'" + version + "' is no version", "Write for example 1.0.0");
        }
    }
}
