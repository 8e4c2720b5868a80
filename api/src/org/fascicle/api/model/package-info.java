/** Models as an application uses them: defined, opened, predicted with, saved. {@code org.fascicle.api.Fascicle} is the entry. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
