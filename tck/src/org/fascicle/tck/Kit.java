package org.fascicle.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.Fascicle;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.tck.check.Announcement;
import org.fascicle.tck.check.Check;
import org.fascicle.tck.check.Trial;
import org.fascicle.tck.check.Unmet;
import org.fascicle.tck.code.Code;
import org.fascicle.tck.code.Imports;
import org.fascicle.tck.code.Outside;
import org.fascicle.tck.harness.Harness;
import org.fascicle.tck.subject.SampleFolder;
import org.fascicle.tck.subject.SampleValues;
import org.fascicle.tck.subject.Target;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The conformance kit. */
@Component
public final class Kit implements Conformance {
    private static final String REFERENCE = "reference";
    private static final String START = "start";
    private static final String MANIFEST = "manifest";
    private static final String LEAK = "leak";

    private final BundleContext context;
    private final Techniques techniques;
    private final Fascicle fascicle;
    private final Admission admission;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Backend> backends = List.of();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Installer installer;

    /** For Declarative Services. */
    @Activate
    public Kit(BundleContext context, @Reference Techniques techniques, @Reference Fascicle fascicle) {
        this.context = context;
        this.techniques = techniques;
        this.fascicle = fascicle;
        this.admission = new Admission(context, () -> installer);
    }

    @Override
    public synchronized List<Finding> check(Examination examination, ConformanceListener listener) {
        List<Backend> usable = usable();
        Guests guests = new Guests(context, admission, examination.bundles());
        Promises promises = new Promises(context, admission, techniques, usable.get(0));
        try (Findings findings = new Findings(examination, listener)) {
            promises.release(examination.released(), guests.all(), findings);
            check(guests, promises, findings, usable, examination.samples());
            return findings.all();
        }
    }

    private void check(Guests guests, Promises promises, Findings findings, List<Backend> usable, Map<String, String> samples) {
        Path folder = folder();
        guests.leaveOut(guest -> findings.isHarmful(guest.symbolicName()));
        try (Harness harness = new Harness(context)) {
            guests.replace();
            guests.install();
            for (Guest guest : guests.all()) {
                findings.check(guest.symbolicName(), "", START, true, guest::start);
            }
            for (Guest guest : guests.all()) {
                if (guest.isStarted()) {
                    findings.threads().add(guest.bundle());
                    check(guest, findings, usable, folder, samples);
                    promises.check(guest, findings);
                }
            }
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not replace the bundles that are installed already: "
                    + e.getMessage(), e);
        } finally {
            leave(guests, findings);
            delete(folder);
        }
    }

    @Override
    public synchronized String contract(Path bundle) {
        Promises promises = new Promises(context, admission, techniques, usable().get(0));
        try (Watch watch = new Watch(Examination.SECONDS)) {
            return watch.run(() -> {
                try {
                    return promises.of(bundle).text();
                } catch (StackOverflowError | OutOfMemoryError e) {
                    throw new InputException(bundle.toString(), null, "its contract cannot be derived: " + e, null);
                }
            });
        } catch (Watch.Endless e) {
            throw new InputException(bundle.toString(), null, "its contract cannot be derived: that " + e.getMessage(), null);
        }
    }

    @Override
    public void writeReport(List<Finding> findings, Path file) throws IOException {
        JUnitReport.write(findings, file);
    }

    private void check(Guest guest, Findings findings, List<Backend> usable, Path folder, Map<String, String> samples) {
        List<Announcement> announcements = guest.announcements();
        if (announcements.isEmpty()) {
            findings.check(guest.symbolicName(), "", MANIFEST, () -> {
                throw Unmet.failed("its manifest announces no technique: no capability " + Announcement.NAMESPACE);
            });
        }
        findings.check(guest.symbolicName(), "", "imports", () -> {
            String problems = Imports.problems(new Code(guest.bundle()), guest.bundle(),
                    announcements.stream().map(Announcement::className).collect(Collectors.toList()));
            Unmet.require(problems.isEmpty(), problems);
        });
        for (Announcement announced : announcements) {
            String title = announced.title();
            if (findings.isCutShort(guest.symbolicName(), title)
                    || !findings.check(guest.symbolicName(), title, MANIFEST, () -> announced.check(guest.bundle()))) {
                continue;
            }
            findings.check(guest.symbolicName(), title, "outside", () -> {
                String problems = Outside.problems(new Code(guest.bundle()), announced.className(), announced.kind());
                Unmet.require(problems.isEmpty(), problems);
            });
            Target target = new Target(techniques, announced.kind(), announced.qualifiedName(), announced.version());
            if (!findings.check(guest.symbolicName(), title, "found", target::type)) {
                continue;
            }
            Trial trial =
                    new Trial(target, fascicle, usable, folder, new SampleValues(samples, new SampleFolder(guest.bundle())));
            for (Check check : Check.all()) {
                if (check.concerns(announced.kind()) && !findings.isCutShort(guest.symbolicName(), title)) {
                    findings.check(guest.symbolicName(), title, check.name(), () -> check.run(trial));
                }
            }
        }
    }

    private void leave(Guests guests, Findings findings) {
        try {
            for (Guest guest : guests.all()) {
                // Its activator may be asked to stop.
                findings.prepare(guest.symbolicName(), LEAK, () -> guests.uninstall(guest));
            }
            guests.collect();
            for (Guest guest : guests.all()) {
                if (guest.isStarted()) {
                    findings.check(guest.symbolicName(), "", LEAK, () -> Guests.requireCollected(guest));
                }
            }
            guests.restore();
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not take the bundles out again: " + e.getMessage(), e);
        }
    }

    /** The backends that have something to compute on, the reference first. */
    private List<Backend> usable() {
        List<Backend> sorted = new ArrayList<>(backends);
        sorted.removeIf(backend -> !backend.capabilities().missing().isEmpty());
        sorted.sort(Comparator.comparing((Backend backend) -> !backend.name().equals(REFERENCE)).thenComparing(Backend::name));
        if (sorted.isEmpty() || !sorted.get(0).name().equals(REFERENCE)) {
            throw new InputException(null, null, "the backend '" + REFERENCE
                    + "' is not installed, and all others are compared with it",
                    "Install the bundle fascicle.backend.reference");
        }
        return sorted;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("fascicle-tck");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            List<Path> files = new ArrayList<>();
            try (var listed = Files.walk(folder)) {
                listed.forEach(files::add);
            }
            Collections.reverse(files);
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
