package org.fascicle.processor;

import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Messager;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each record with {@link Technique} while it is compiled, and makes an error of what the platform or the conformance kit would
 * refuse and can be seen already: no record, no kind, no {@code @Version}, a name that is not the author's, an option of no type, a
 * default out of its range. javac finds it where {@code fascicle.api} is on the class path; from Java 23 on, with {@code -proc:full}.
 *
 * <p>A record within another class is registered by its application itself: only its options are looked at.
 */
public final class TechniqueProcessor extends AbstractProcessor {
    private static final String VERSION = "org.osgi.annotation.versioning.Version";
    private static final String OWN = "org.fascicle.";

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Technique.class.getName());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element element : round.getElementsAnnotatedWith(Technique.class)) {
            if (element instanceof TypeElement) {
                check((TypeElement) element, element.getAnnotation(Technique.class));
            }
        }
        return false;
    }

    private void check(TypeElement type, Technique technique) {
        if (type.getKind() != ElementKind.RECORD) {
            refuse(type, "a technique is a record: its components are its options");
            return;
        }
        if (type.getNestingKind() == NestingKind.TOP_LEVEL) {
            checkPlace(type, technique);
        }
        Kind kind = kind(type);
        if (kind == null) {
            refuse(type, "implements none of the interfaces of techniques, such as Activation or Layer");
            return;
        }
        OptionRules rules = new OptionRules(processingEnv.getElementUtils(), processingEnv.getTypeUtils(), kind);
        for (RecordComponentElement component : type.getRecordComponents()) {
            rules.problems(component).forEach(problem -> refuse(component, problem));
        }
    }

    private void checkPlace(TypeElement type, Technique technique) {
        PackageElement around = processingEnv.getElementUtils().getPackageOf(type);
        String name = technique.value();
        String own = name.substring(name.lastIndexOf(':') + 1);
        if (!type.getModifiers().contains(Modifier.PUBLIC)) {
            refuse(type, "a technique is public: the platform makes it");
        }
        if (!own.matches("[a-z][a-z0-9_]*")) {
            refuse(type, "the name '" + own + "' is not in snake case");
        }
        if (!name.contains(":") && !around.getQualifiedName().toString().startsWith(OWN)) {
            refuse(type, "names without a prefix are Fascicle's own: write @Technique(\"com.example:" + own + "\")");
        }
        if (technique.kind().isEmpty() && !("." + around.getQualifiedName() + ".").matches(Technique.KINDS)) {
            refuse(type, "no segment of the package " + around.getQualifiedName()
                    + " names a kind of techniques: rename it, or write @Technique(kind = \"…\")");
        }
        if (around.getAnnotationMirrors().stream().map(AnnotationMirror::getAnnotationType).noneMatch(
                annotation -> annotation.toString().equals(VERSION))) {
            refuse(type, "a technique has the version of its package, and " + around.getQualifiedName()
                    + " has none: write @Version(\"1.0.0\") into its package-info.java");
        }
        if (technique.description().isBlank()) {
            messager().printMessage(Diagnostic.Kind.MANDATORY_WARNING,
                    "nobody learns what it is: add @Technique(description = \"…\"), one sentence", type);
        }
    }

    private @Nullable Kind kind(TypeElement type) {
        for (Kind kind : Kind.values()) {
            TypeElement contract = processingEnv.getElementUtils().getTypeElement(kind.contract().getName());
            if (contract != null && processingEnv.getTypeUtils().isSubtype(type.asType(), contract.asType())) {
                return kind;
            }
        }
        return null;
    }

    private void refuse(Element where, String problem) {
        messager().printMessage(Diagnostic.Kind.ERROR, problem, where);
    }

    private Messager messager() {
        return processingEnv.getMessager();
    }
}
