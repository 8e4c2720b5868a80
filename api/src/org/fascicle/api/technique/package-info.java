/** What makes a record a technique, and what the platform knows of one. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.technique;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
