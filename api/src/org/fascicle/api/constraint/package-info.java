/** The contract of constraints. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.constraint;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
