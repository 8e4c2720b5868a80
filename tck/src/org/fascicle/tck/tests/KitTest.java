package org.fascicle.tck.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Techniques of a third party pass, one of each kind; one that breaks a promise gets a finding that says which. */
public class KitTest extends KitFixture {
    /** What lies among the techniques of a third party beside those that pass: an application, and a technique that leaks. */
    private static final List<String> OTHERS = List.of("com.example.gateway", "com.example.activation.leaky");

    @Test
    void techniquesOfEachKindPass() throws Exception {
        List<Path> jars = new ArrayList<>();
        for (Path built : right.all()) {
            if (OTHERS.stream().noneMatch(built.getFileName().toString()::startsWith)) {
                jars.add(copy(built));
            }
        }
        List<Finding> findings = check(jars.toArray(new Path[0]));
        assertEquals(List.of(), not(findings, Outcome.OK));
        Set<String> kinds = findings.stream().map(finding -> finding.technique().split(" ")[0])
                .filter(kind -> !kind.isEmpty()).collect(Collectors.toSet());
        assertEquals(Kind.values().length, kinds.size(), "every kind is checked: " + kinds);
        long checked =
                findings.stream().filter(finding -> !finding.technique().isEmpty()).map(Finding::bundle).distinct().count();
        assertEquals(jars.size(), checked, "bundles with a technique that is checked");
    }

    /** The bundle, the checks that must fail and no others, and what a reason must hold. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "wronggradient, gradient,           central differences give",
        "hiddenstate,   seed json resume,   more are not 6 steps",
        "outsidedraw,   outside seed modes resume,  random numbers that no scope knows",
        "overflowing,   extremes,           is Infinity",
        "leaking,       leak,               still there",
        "alwaysrandom,  modes,              draws random numbers in inference",
        "counting,      seed resume,        function of the moment alone",
        "acrossrows,    rows,               other rows of the batch"})
    void whatBreaksAPromiseIsReported(String bundle, String checks, String reason) throws Exception {
        List<Finding> failed = not(check(wrong(bundle)), Outcome.OK);
        assertEquals(List.of(checks.split(" ")), failed.stream().map(Finding::check).collect(Collectors.toList()),
                failed.toString());
        assertTrue(failed.stream().anyMatch(finding -> finding.reason().contains(reason)), failed.toString());
    }

    /** Within this process, in which what exhausts the memory or ends the process cannot be tried: they count as tried. */
    @Test
    void whatDoesNotEndIsReportedAndTheRestIsChecked() throws Exception {
        List<Finding> tried = new ArrayList<>();
        for (String harmful : List.of("exiting", "halting", "exhausting")) {
            tried.add(
                    Finding.of("com.example.wrong.process", "activation com.example:" + harmful, "options", Outcome.FAILED, "", 0)
                            .fatal());
        }
        List<String> begun = new ArrayList<>();
        List<Finding> findings = conformance.check(Examination.of(List.of(wrong("process"))).seconds(20).after(tried),
                new ConformanceListener() {
                    @Override
                    public void begun(String bundle, String technique, String check) {
                        begun.add(technique + " " + check);
                    }

                    @Override
                    public void found(Finding finding) {
                        assertTrue(begun.contains(finding.technique() + " " + finding.check()), finding.toString());
                    }
                });
        List<Finding> failed = not(findings, Outcome.OK);
        Finding endless = one(failed, "endless");
        assertTrue(endless.isFatal() && endless.reason()
                .startsWith("did not end within 20.0 s: it was in com.example.activation.process.Endless.apply"),
                failed.toString());
        assertTrue(failed.stream().filter(finding -> finding.technique().endsWith(":recursing"))
                .anyMatch(finding -> finding.reason().startsWith("calls itself without end")), failed.toString());
        assertTrue(failed.stream().filter(finding -> finding.technique().endsWith(":threading"))
                .anyMatch(finding -> finding.reason().startsWith("starts a thread, in com.example.activation.process.Threading")),
                failed.toString());
        Finding leak = failed.stream().filter(finding -> finding.check().equals("leak")).findFirst().orElseThrow();
        assertTrue(
                leak.reason().contains("the thread 'fascicle conformance'") && leak.reason().contains("the thread 'threading'"),
                leak.toString());
        assertTrue(failed.stream().noneMatch(finding -> finding.technique().endsWith(":sound")), failed.toString());
        assertTrue(findings.stream().anyMatch(
                finding -> finding.technique().endsWith(":sound") && finding.check().equals("resume")), findings.toString());
        assertTrue(begun.stream().noneMatch(each -> each.matches(".*:(exiting|halting|exhausting) .*")), begun.toString());
    }

    /** The one finding of a technique, of which nothing more was checked. */
    private static Finding one(List<Finding> findings, String technique) {
        List<Finding> some = findings.stream().filter(finding -> finding.technique().endsWith(":" + technique))
                .collect(Collectors.toList());
        assertEquals(1, some.size(), some.toString());
        return some.get(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendThatIsNotTheReferenceIsReported(boolean fused) throws Exception {
        ServiceReference<Backend> reference = context.getServiceReferences(Backend.class, null).stream()
                .filter(each -> context.getService(each).name().equals("reference")).findFirst().orElseThrow();
        Backend skewed = new SkewedBackend(context.getService(reference), fused);
        ServiceRegistration<Backend> registration = context.registerService(Backend.class, skewed, lowest());
        try {
            List<Finding> failed = not(check(right("activation.softsign")), Outcome.OK);
            assertEquals(List.of("backends"), failed.stream().map(Finding::check).collect(Collectors.toList()),
                    failed.toString());
            String where = fused ? "on skewed in" : "on skewed, unfused, in";
            assertTrue(failed.get(0).reason().contains(where), failed.toString());
        } finally {
            registration.unregister();
        }
    }

    private static Dictionary<String, Object> lowest() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        return properties;
    }

    @Test
    void aDefaultOutOfItsRangeIsReported() throws Exception {
        List<Finding> failed = not(check(wrong("baddefault")), Outcome.OK);
        assertTrue(failed.stream().anyMatch(finding -> finding.check().equals("options")
                && finding.reason().contains("the default of 'factor', -1.0, is not a number in [0,inf)")),
                failed.toString());
    }

    @Test
    void aCapabilityThatNamesAMissingClassIsReported() throws Exception {
        Path jar = changed(Constants.PROVIDE_CAPABILITY,
                header -> header.replace("softsign.Softsign", "softsign.Missing"));
        List<Finding> failed = not(check(jar), Outcome.OK);
        assertEquals(List.of("manifest"), failed.stream().map(Finding::check).collect(Collectors.toList()));
        assertTrue(failed.get(0).reason().contains("com.example.activation.softsign.Missing"), failed.toString());
    }

    /** The header, what is in it, what stands there in its place, and what a reason must hold. */
    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', value = {
        "Provide-Capability | version:Version=\"1.2.0\"; | '' | give the package a @Version",
        "Provide-Capability | version:Version=\"1.2.0\" | version:Version=\"0.0.0\" | give the package a @Version",
        "Provide-Capability | kind=activation | kind=activator | kind is 'activator'",
        "Provide-Capability | kind=activation | kind=layer | does not implement org.fascicle.api.layer.Layer",
        "Import-Package | org.fascicle.api.expr;version=\"[1.0,2)\" | org.fascicle.api.expr | without a range of versions",
        "Import-Package | org.fascicle.api.expr;version=\"[1.0,2)\" | org.fascicle.api.expr;version=\"[1.0,1.1)\" | in no later minor version"})
    void aManifestThatSaysTooLittleIsReported(String header, String words, String others, String reason) throws Exception {
        Path jar = changed(header, before -> {
            assertTrue(before.contains(words), before);
            return before.replace(words, others);
        });
        List<Finding> failed = not(check(jar), Outcome.OK);
        assertTrue(failed.stream().anyMatch(finding -> finding.check().equals("manifest") && finding.reason().contains(reason)),
                failed.toString());
    }

    @Test
    void aTechniqueWithoutDescriptionIsReported() throws Exception {
        Path jar = changed(Constants.PROVIDE_CAPABILITY,
                header -> header.replaceAll("description=\"[^\"]*\"", "description=\"\""));
        List<Finding> failed = not(check(jar), Outcome.OK);
        assertEquals(List.of("description"), failed.stream().map(Finding::check).collect(Collectors.toList()));
    }

    @Test
    void aBundleThatDoesNotResolveIsReported() throws Exception {
        Path jar = changed(Constants.IMPORT_PACKAGE,
                header -> header + ",com.example.missing;version=\"[1.0,2)\"");
        List<Finding> failed = not(check(jar), Outcome.OK);
        assertEquals(List.of("start"), failed.stream().map(Finding::check).collect(Collectors.toList()));
        assertTrue(failed.get(0).reason().contains("com.example.missing"), failed.toString());
    }

    @Test
    void aBundleWithoutTechniquesIsReported() throws Exception {
        Path jar = changed(Constants.PROVIDE_CAPABILITY,
                header -> "com.example.nothing");
        List<Finding> failed = not(check(jar), Outcome.OK);
        assertEquals(List.of("manifest"), failed.stream().map(Finding::check).collect(Collectors.toList()));
    }

    @Test
    void aContractIsWhatTheBundleDoes() throws Exception {
        Path jar = right("activation.softsign");
        String contract = conformance.contract(jar);
        assertTrue(contract.contains("\"activation com.example:softsign\""), contract);
        List<Finding> findings = check(with(jar, contract));
        assertEquals(List.of(), not(findings, Outcome.OK));
        assertTrue(findings.stream().anyMatch(finding -> finding.check().equals("contract")), findings.toString());
        List<Finding> failed = not(check(with(jar, contract.replace("\"first\": [ 0.", "\"first\": [ 1."))), Outcome.OK);
        assertEquals(List.of("contract"), failed.stream().map(Finding::check).collect(Collectors.toList()));
        assertTrue(failed.get(0).reason().contains("the output of an input"), failed.toString());
    }

    @Test
    void aVersionThatIsTooLowForWhatHasChangedIsReported() throws Exception {
        Path jar = right("activation.softsign");
        Path same = Files.writeString(folder.resolve("same.json"), conformance.contract(jar));
        Path other = Files.writeString(folder.resolve("other.json"),
                Files.readString(same).replace("\"first\": [ 0.", "\"first\": [ 1."));
        for (Path released : List.of(jar, with(jar, Files.readString(same)), same)) {
            List<Finding> findings = conformance.check(Examination.of(List.of(jar)).against(List.of(released)), finding -> {});
            assertEquals(List.of(), not(findings, Outcome.OK));
            assertTrue(findings.stream().anyMatch(finding -> finding.check().equals("release")), findings.toString());
        }
        for (Path released : List.of(with(jar, Files.readString(other)), other)) {
            List<Finding> failed =
                    not(conformance.check(Examination.of(List.of(jar)).against(List.of(released)), finding -> {}), Outcome.OK);
            assertEquals(List.of("release"), failed.stream().map(Finding::check).collect(Collectors.toList()));
            assertTrue(failed.get(0).reason().contains("2.0.0 would be right for a change"), failed.toString());
        }
        assertThrows(InputException.class, () -> conformance.check(
                Examination.of(List.of(jar)).against(List.of(right("regularizer.quartic"))), finding -> {}));
    }

    private Path with(Path jar, String contract) throws IOException {
        Path copy = folder.resolve("with-contract.jar");
        Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem content = FileSystems.newFileSystem(copy)) {
            Path entry = content.getPath("OSGI-INF/fascicle/contract.json");
            Files.createDirectories(entry.getParent());
            Files.writeString(entry, contract);
        }
        return copy;
    }

    @Test
    void whatIsNoBundleIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThrows(InputException.class, () -> check(text));
        assertThrows(InputException.class, () -> check(folder.resolve("missing.jar")));
    }

    @Test
    void theFrameworkIsAsItWasBefore() throws Exception {
        Set<String> bundles = bundles();
        int types = context.getServiceReferences(TechniqueType.class, null).size();
        check(right("activation.softsign"), wrong("wronggradient"));
        assertEquals(bundles, bundles());
        assertEquals(types, context.getServiceReferences(TechniqueType.class, null).size());
    }

    /** Its location may be none that anything can be read from, and its file may be gone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBundleThatIsInstalledAlreadyIsReplacedAndPutBack(boolean started) throws Exception {
        Path jar = right("activation.softsign");
        String location = "plugin:com.example.activation.softsign-1";
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle installed = context.installBundle(location, in);
            if (started) {
                installed.start();
            }
            assertEquals(List.of(), not(check(jar), Outcome.OK));
            Bundle back = context.getBundle(location);
            assertNotNull(back);
            assertEquals(started, back.getState() == Bundle.ACTIVE);
            back.start();
            assertTrue(context.getServiceReferences(TechniqueType.class, null).stream()
                    .anyMatch(each -> each.getBundle().equals(back)));
        } finally {
            Bundle back = context.getBundle(location);
            if (back != null) {
                back.uninstall();
            }
        }
    }

    @Test
    void theReportIsJUnitsXml() throws Exception {
        List<Finding> findings = new ArrayList<>(check(wrong("wronggradient")));
        findings.add(Finding.of("b", "", "odd", Outcome.SKIPPED, "a \"quote\", <tags> & \u0000 \u0001", 0));
        Path file = folder.resolve("report.xml");
        conformance.writeReport(findings, file);
        Document report = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        NodeList cases = report.getElementsByTagName("testcase");
        assertEquals(findings.size(), cases.getLength());
        assertEquals(not(findings, Outcome.OK, Outcome.SKIPPED).size(), report.getElementsByTagName("failure").getLength());
        assertEquals(1, report.getElementsByTagName("skipped").getLength());
    }

    @Test
    void findingsAreReportedAtOnce() throws Exception {
        List<Finding> reported = new ArrayList<>();
        List<Finding> all = conformance.check(Examination.of(List.of(right("regularizer.quartic"))), reported::add);
        assertEquals(all, reported);
        assertFalse(all.isEmpty());
    }

    private Set<String> bundles() {
        return Arrays.stream(context.getBundles()).map(bundle -> bundle.getLocation() + " " + bundle.getState())
                .collect(Collectors.toSet());
    }

    /** The activation that passes, with another header in its manifest. */
    private Path changed(String header, UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("changed.jar");
        try (JarInputStream jar = new JarInputStream(Files.newInputStream(right.get("activation.softsign")))) {
            Manifest manifest = jar.getManifest();
            Attributes headers = manifest.getMainAttributes();
            String before = headers.getValue(header);
            String after = change.apply(before);
            assertFalse(after.equals(before), "nothing was changed in " + before);
            headers.putValue(header, after);
            try (JarOutputStream copy = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                for (JarEntry next = jar.getNextJarEntry(); next != null; next = jar.getNextJarEntry()) {
                    copy.putNextEntry(new JarEntry(next.getName()));
                    jar.transferTo(copy);
                }
            }
        }
        return file;
    }
}
