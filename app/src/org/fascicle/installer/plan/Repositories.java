package org.fascicle.installer.plan;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.apache.felix.utils.repository.XmlRepository;
import org.apache.felix.utils.resource.RequirementImpl;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.apache.felix.utils.resource.ResourceImpl;
import org.fascicle.api.problem.InputException;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.repository.ContentNamespace;

/** Bundles that could be installed: the jars of folders, and what indexes list. A jar that is no bundle is passed over. */
final class Repositories {
    private static final long NEVER_AGAIN = Long.MAX_VALUE;

    private final Map<Resource, String> resources = new LinkedHashMap<>();
    private final Path downloads;

    /**
     * All that some places hold.
     *
     * @param downloads the folder for what has to be fetched
     * @throws InputException if one of them cannot be read
     */
    Repositories(Collection<Path> places, Path downloads) {
        this.downloads = downloads;
        for (Path place : places) {
            try {
                if (Files.isDirectory(place)) {
                    addFolder(place);
                } else if (Files.isRegularFile(place)) {
                    addIndex(place);
                } else {
                    throw new InputException(place.toString(), null, "there is no such repository",
                            "Name a folder of jars, or an index");
                }
            } catch (IOException | RuntimeException e) {
                if (e instanceof InputException problem) {
                    throw problem;
                }
                throw new InputException(place.toString(), null, "is no repository that can be read: " + e.getMessage(),
                        "Name a folder of jars, or an index of the OSGi Repository specification (XML)");
            }
        }
    }

    private void addFolder(Path folder) throws IOException {
        Map<String, Path> sorted = new TreeMap<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            jars.forEach(jar -> sorted.put(jar.toString(), jar));
        }
        for (Path jar : sorted.values()) {
            try {
                Resource resource = resource(jar);
                if (!resource.getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE).isEmpty()) {
                    resources.put(resource, jar.toUri().toString());
                }
            } catch (IOException | BundleException e) {
                // Whoever installs it is told what is wrong with it.
            }
        }
    }

    /** What the manifest of a jar says; nothing if it is no bundle. */
    static Resource resource(Path jar) throws IOException, BundleException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            Map<String, String> headers = new HashMap<>();
            if (manifest != null) {
                manifest.getMainAttributes().forEach((key, value) -> headers.put(key.toString(), value.toString()));
            }
            return headers.containsKey(Constants.BUNDLE_SYMBOLICNAME) ? ResourceBuilder.build(jar.toUri().toString(), headers)
                    : new ResourceImpl();
        }
    }

    private void addIndex(Path index) {
        URI base = index.toUri();
        for (Resource resource : new XmlRepository(base.toString(), NEVER_AGAIN).getResources()) {
            for (Capability content : resource.getCapabilities(ContentNamespace.CONTENT_NAMESPACE)) {
                Object url = content.getAttributes().get(ContentNamespace.CAPABILITY_URL_ATTRIBUTE);
                if (url != null) {
                    resources.putIfAbsent(resource, base.resolve(url.toString()).toString());
                }
            }
        }
    }

    /** What would satisfy a requirement, the highest version first. */
    List<Capability> providers(Requirement requirement) {
        RequirementImpl matcher = new RequirementImpl(requirement.getResource(), requirement);
        List<Capability> found = new ArrayList<>();
        for (Resource resource : resources.keySet()) {
            for (Capability capability : resource.getCapabilities(requirement.getNamespace())) {
                if (matcher.matches(capability)) {
                    found.add(capability);
                }
            }
        }
        found.sort(Comparator.comparing((Capability capability) -> version(capability.getResource())).reversed());
        return found;
    }

    boolean has(Resource resource) {
        return resources.containsKey(resource);
    }

    /** The file of a resource; fetched, if it lies elsewhere. */
    Path file(Resource resource) throws IOException {
        URI uri = URI.create(String.valueOf(resources.get(resource)));
        if ("file".equals(uri.getScheme())) {
            return Path.of(uri);
        }
        Path file = Files.createDirectories(downloads).resolve(name(resource).replace(' ', '-') + ".jar");
        try (InputStream in = uri.toURL().openStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IOException("'" + uri + "' is no address: " + e.getMessage(), e);
        }
        return file;
    }

    /** Symbolic name and version. */
    static String name(Resource resource) {
        return identity(resource).getAttributes().get(IdentityNamespace.IDENTITY_NAMESPACE) + " " + version(resource);
    }

    private static Version version(Resource resource) {
        Object version = identity(resource).getAttributes().get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        return version instanceof Version known ? known : Version.parseVersion(String.valueOf(version));
    }

    private static Capability identity(Resource resource) {
        return resource.getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE).get(0);
    }
}
