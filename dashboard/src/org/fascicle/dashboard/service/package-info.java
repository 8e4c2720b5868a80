/** The dashboard as a service, and its servlet. */
@NullMarked
package org.fascicle.dashboard.service;

import org.jspecify.annotations.NullMarked;
