/** What every technique of a model is written with: its name, its options, a version range. Pure data, for any technique. */
@Version("0.1.0")
@NullMarked
package org.fascicle.builder.technique;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
