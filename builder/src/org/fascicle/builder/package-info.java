/** Models written in Java: what a model file says, as values, with a factory for each technique of Fascicle's own. */
@Version("0.1.0")
@NullMarked
package org.fascicle.builder;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
