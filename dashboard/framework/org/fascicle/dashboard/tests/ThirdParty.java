package org.fascicle.dashboard.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.example.tagged.Tagged;

/** Bundles of somebody else, whose words are made to do harm in a page that takes them for HTML. */
final class ThirdParty {
    static final String BUNDLE = "com.example.tagged";
    static final String TECHNIQUE = "com.example:tagged";
    static final String EVIL = "<img src=x onerror=document.title='hit'><script>document.title='hit'</script>";

    private ThirdParty() {}

    /** A bundle with one activation. */
    static byte[] activation(String version) throws IOException {
        return jar(version, "fascicle.technique;version:Version=\"" + version + "\";kind=activation;namespace=\"com.example\";"
                + "name=tagged;class=\"com.example.tagged.Tagged\";description=\"" + EVIL + "\";formula=\"" + EVIL + "\"");
    }

    /** A bundle that offers something else. */
    static byte[] library() throws IOException {
        return jar("1.0.0", "com.example.something;version:Version=\"1.0\"");
    }

    private static byte[] jar(String version, String capability) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", BUNDLE);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Import-Package", "org.fascicle.api.activation,org.fascicle.api.expr,org.fascicle.api.scope,"
                + "org.fascicle.api.technique");
        headers.putValue("Provide-Capability", capability);
        headers.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=fascicle.technique)\"");
        String name = Tagged.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream in = Tagged.class.getResourceAsStream("/" + name)) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
        }
        return bytes.toByteArray();
    }
}
