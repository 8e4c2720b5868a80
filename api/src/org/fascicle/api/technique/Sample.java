package org.fascicle.api.technique;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A value with which an option that must be given can be tried on small tensors, as text as a {@link Default} has it; the name of a
 * technique for one. Whoever tries a technique of which nothing else is known, such as the conformance kit, takes it in place of a guess:
 * a number of heads that divides a number of features, a file of a source's own format.
 *
 * <p>For a source of data, an option that need not be given may have one, too: the file of the labels. The files themselves lie in the
 * bundle's folder {@code OSGI-INF/fascicle/sample}, which the source is given as one of the folders to look in, so that
 * {@code @Sample("rows.dat")} names a file there; a source that has no options for its files finds them by itself. The full name of an
 * entry of the bundle, {@code "OSGI-INF/fascicle/sample.dat"}, stands for the path of a file with its content.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Sample {
    /** The value. */
    String value();
}
