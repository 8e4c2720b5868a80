package org.fascicle.core.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import org.apache.felix.framework.FrameworkFactory;
import org.fascicle.api.technique.Kind;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A framework whose system bundle stands for the core: it exports the api and provides the extender. */
public final class TestFramework implements AutoCloseable {
    /** The requirement for the extender. */
    static final String EXTENDED = "osgi.extender;filter:=\"(osgi.extender=fascicle.technique)\"";

    private static final String CLASS = Doubling.class.getName();

    private final Framework framework;

    /** One that is started. */
    public TestFramework(Path storage) throws BundleException {
        this(storage, Map.of());
    }

    /** With more properties of the framework. */
    public TestFramework(Path storage, Map<String, String> more) throws BundleException {
        framework = new FrameworkFactory().newFramework(properties(storage, more));
        framework.start();
    }

    private static Map<String, String> properties(Path storage, Map<String, String> more) {
        String api = Arrays.stream(Kind.values()).map(kind -> kind.contract().getPackageName())
                .collect(Collectors.joining(","));
        Map<String, String> properties = new HashMap<>(more);
        properties.putAll(Map.of(
                Constants.FRAMEWORK_STORAGE, storage.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                api + ",org.fascicle.api.technique,org.fascicle.api.scope,org.fascicle.api.expr",
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=fascicle.technique;version:Version=1.0",
                "felix.log.level", "0"));
        return properties;
    }

    /** The context of the system bundle. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** The capability of one technique, whose class is {@link Doubling}. */
    static String technique(String kind, String namespace, String name, String version) {
        return "fascicle.technique;kind=" + kind + ";namespace=\"" + namespace + "\";name=\"" + name + "\";version:Version="
                + version + ";class=\"" + CLASS + "\";description=\"Doubles.\"";
    }

    /** Installs a bundle that holds {@link Doubling}. */
    Bundle install(String symbolicName, String capabilities, String requirements) throws BundleException, IOException {
        return context().installBundle("test:" + symbolicName, jar(symbolicName, capabilities, requirements));
    }

    InputStream jar(String symbolicName, String capabilities, String requirements) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
        headers.putValue(Constants.BUNDLE_VERSION, "3.1.4");
        headers.putValue(Constants.IMPORT_PACKAGE, "org.fascicle.api.activation,org.fascicle.api.technique,"
                + "org.fascicle.api.scope,org.fascicle.api.expr");
        headers.putValue(Constants.PROVIDE_CAPABILITY, capabilities);
        if (!requirements.isEmpty()) {
            headers.putValue(Constants.REQUIRE_CAPABILITY, requirements);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String entry = CLASS.replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream code = Doubling.class.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new ZipEntry(entry));
            code.transferTo(jar);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
