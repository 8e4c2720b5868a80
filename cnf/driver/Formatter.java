package org.fascicle.build;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Eclipse's code formatter under a profile that Eclipse imports, too. Its jars are in a loader of their own, because the driver
 * is compiled without them: most steps do not need them. For several threads.
 */
final class Formatter implements AutoCloseable {
    private static final String CORE = "org.eclipse.jdt.core.";
    // values of org.eclipse.jdt.core.ToolFactory and org.eclipse.jdt.core.formatter.CodeFormatter
    private static final int FORMAT_EXISTING = 1;
    private static final int COMPILATION_UNIT_WITH_COMMENTS = 0x08 | 0x1000;

    private static final String UNREADABLE = "the formatter cannot read it; does it compile?";

    private final URLClassLoader loader;
    private final Map<String, String> settings;
    private final Method create;
    private final Method format;

    Formatter(Path profile, List<Path> jars) throws Exception {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        settings = settings(profile);
        create = loader.loadClass(CORE + "ToolFactory").getMethod("createCodeFormatter", Map.class, int.class);
        format = loader.loadClass(CORE + "formatter.CodeFormatter")
                .getMethod("format", int.class, String.class, int.class, int.class, int.class, String.class);
    }

    private Map<String, String> settings(Path profile) throws Exception {
        Map<?, ?> defaults = (Map<?, ?>) loader.loadClass(CORE + "formatter.DefaultCodeFormatterConstants")
                .getMethod("getEclipseDefaultSettings").invoke(null);
        Map<String, String> settings = new HashMap<>();
        defaults.forEach((key, value) -> settings.put((String) key, (String) value));
        NodeList changed = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(profile.toFile())
                .getElementsByTagName("setting");
        for (int i = 0; i < changed.getLength(); i++) {
            Element setting = (Element) changed.item(i);
            String id = setting.getAttribute("id");
            if (!settings.containsKey(id)) {
                throw new BuildFailure("%s: the formatter has no setting %s", profile, id);
            }
            settings.put(id, setting.getAttribute("value"));
        }
        for (String version : List.of("source", "compliance", "codegen.targetPlatform")) {
            settings.put(CORE + "compiler." + version, "17");
        }
        return settings;
    }

    /**
     * A source file as it should be.
     *
     * @throws IllegalArgumentException if the formatter cannot read it
     */
    String format(String source) throws Exception {
        try {
            Object formatter = create.invoke(null, settings, FORMAT_EXISTING);
            Object edit = format.invoke(formatter, COMPILATION_UNIT_WITH_COMMENTS, source, 0, source.length(), 0, "\n");
            if (edit == null) {
                throw new IllegalArgumentException(UNREADABLE);
            }
            Class<?> type = loader.loadClass("org.eclipse.jface.text.IDocument");
            Object document = loader.loadClass("org.eclipse.jface.text.Document")
                    .getConstructor(String.class).newInstance(source);
            edit.getClass().getMethod("apply", type).invoke(edit, document);
            return (String) type.getMethod("get").invoke(document);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(UNREADABLE, e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
