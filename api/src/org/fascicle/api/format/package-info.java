/** Files of other systems: models and weights that come in and go out. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.format;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
