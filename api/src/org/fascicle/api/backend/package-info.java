/** The contract of backends. */
@NullMarked
@Version("0.5.0")
package org.fascicle.api.backend;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
