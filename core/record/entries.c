/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Entries in bytes and back. */

#include "record/entries.h"

#include "record/pack.h"

void
sluice_kept_free (SluiceKept *self)
{
  g_free (self->effect_type);
  g_free (self->node);
  g_clear_error (&self->error);
  sluice_value_unref (self->value);
  g_free (self->pointer);
  g_free (self->text);
  g_free (self);
}

void
sluice_kept_set_input (SluiceKept        *self,
                       const SluiceInput *input)
{
  self->type = input->type;
  self->at_once = input->at_once;
  if (input->effect != NULL)
    {
      self->effect = sluice_effect_get_id (input->effect);
      self->effect_type = (char *) sluice_effect_get_effect_type (input->effect);
      self->node = (char *) sluice_node_name (sluice_effect_get_node (input->effect));
      self->digest = sluice_request_digest (input->effect);
      self->error = (GError *) sluice_effect_peek_error (input->effect);
      self->value = *sluice_effect_peek_result (input->effect);
    }
  if (input->lane != NULL)
    {
      self->lane = sluice_lane_get_id (input->lane);
      self->visit = input->visit;
      self->attempt = input->attempt;
      self->item = input->item;
    }
  if (input->type == SLUICE_INPUT_RETURN)
    {
      self->phase = input->phase;
      self->error = input->error;
      self->value = input->value;
      self->has_value = input->error == NULL;
    }
}

static void
pack_real (GByteArray *out,
           double      number)
{
  union { double number; guint64 bits; } both = { .number = number };

  sluice_pack_uint (out, both.bits);
}

/* A time, or a length of one. */
static double
unpack_seconds (SluiceUnpack *in)
{
  union { double number; guint64 bits; } both = { .bits = sluice_unpack_uint (in) };

  if (both.number >= 0 && both.number <= SLUICE_PACK_MAX_TIME / G_USEC_PER_SEC)
    return both.number;
  in->bad = TRUE;
  return 0;
}

static void
pack_error (GByteArray   *out,
            const GError *error)
{
  sluice_pack_text (out, error != NULL ? g_quark_to_string (error->domain) : NULL, -1);
  if (error == NULL)
    return;
  sluice_pack_int (out, error->code);
  sluice_pack_text (out, error->message, -1);
}

static GError *
unpack_error (SluiceUnpack *in)
{
  g_autofree char *domain = sluice_unpack_text (in, NULL);
  g_autofree char *message = NULL;
  int code;

  if (domain == NULL)
    return NULL;
  code = (int) sluice_unpack_int (in);
  message = sluice_unpack_text (in, NULL);
  return g_error_new_literal (g_quark_from_string (domain), code, message != NULL ? message : "");
}

/* What was done to a lane or a node: each has all of it. */
static void
pack_act (GByteArray       *out,
          const SluiceKept *self)
{
  sluice_pack_uint (out, self->lane);
  sluice_pack_uint (out, self->visit);
  sluice_pack_int (out, self->attempt);
  sluice_pack_int (out, self->item);
  sluice_pack_int (out, self->phase);
  sluice_pack_uint (out, (guint) self->command);
  sluice_pack_text (out, self->pointer, -1);
  sluice_pack_text (out, self->text, -1);
  pack_error (out, self->error);
  sluice_pack_uint (out, self->has_value);
  if (self->has_value)
    sluice_pack_value (out, self->value);
}

static void
unpack_act (SluiceKept   *self,
            SluiceUnpack *in)
{
  self->lane = (guint32) sluice_unpack_uint (in);
  self->visit = sluice_unpack_uint (in);
  self->attempt = (int) sluice_unpack_int (in);
  self->item = (int) sluice_unpack_int (in);
  self->phase = (int) sluice_unpack_int (in);
  self->command = (int) sluice_unpack_uint (in);
  self->pointer = sluice_unpack_text (in, NULL);
  self->text = sluice_unpack_text (in, NULL);
  self->error = unpack_error (in);
  self->has_value = sluice_unpack_uint (in) != 0;
  if (self->has_value)
    self->value = sluice_unpack_value (in);
}

#define IN_PHASE 0x40 /* with a type */

GByteArray *
sluice_kept_pack (const SluiceKept *self)
{
  GByteArray *out = g_byte_array_new ();

  sluice_pack_uint (out, (self->type | (self->in_phase ? IN_PHASE : 0)) << 1 | (self->at_once ? 1 : 0));
  if (self->at_once)
    sluice_pack_uint (out, self->taken);
  sluice_pack_uint (out, self->steps);
  switch (self->type)
    {
    case SLUICE_INPUT_RESULT:
      sluice_pack_uint (out, self->effect);
      sluice_pack_text (out, self->effect_type, -1);
      sluice_pack_text (out, self->node, -1);
      sluice_pack_uint (out, self->digest);
      pack_error (out, self->error);
      if (self->error == NULL)
        sluice_pack_value (out, self->value);
      break;
    case SLUICE_INPUT_WAKE:
    case SLUICE_INPUT_TIMEOUT:
      sluice_pack_uint (out, self->lane);
      sluice_pack_uint (out, self->visit);
      sluice_pack_int (out, self->attempt);
      sluice_pack_int (out, self->item);
      break;
    case SLUICE_KEPT_CHANGE:
      sluice_pack_uint (out, (guint) self->change);
      sluice_pack_text (out, self->pointer, -1);
      sluice_pack_int (out, self->place);
      sluice_pack_value (out, self->value);
      break;
    case SLUICE_KEPT_CLOCK:
      pack_real (out, self->number);
      break;
    case SLUICE_INPUT_RETURN:
    case SLUICE_KEPT_PIN:
    case SLUICE_KEPT_HOLD:
    case SLUICE_KEPT_COMMAND:
      pack_act (out, self);
      break;
    default:
      break;
    }
  return out;
}

static void
unpack_body (SluiceKept   *self,
             SluiceUnpack *in)
{
  switch (self->type)
    {
    case SLUICE_INPUT_RESULT:
      self->effect = sluice_unpack_uint (in);
      self->effect_type = sluice_unpack_text (in, NULL);
      self->node = sluice_unpack_text (in, NULL);
      self->digest = sluice_unpack_uint (in);
      self->error = unpack_error (in);
      if (self->error == NULL)
        self->value = sluice_unpack_value (in);
      break;
    case SLUICE_INPUT_WAKE:
    case SLUICE_INPUT_TIMEOUT:
      self->lane = (guint32) sluice_unpack_uint (in);
      self->visit = sluice_unpack_uint (in);
      self->attempt = (int) sluice_unpack_int (in);
      self->item = (int) sluice_unpack_int (in);
      break;
    case SLUICE_KEPT_CHANGE:
      self->change = (int) sluice_unpack_uint (in);
      self->pointer = sluice_unpack_text (in, NULL);
      self->place = (int) sluice_unpack_int (in);
      self->value = sluice_unpack_value (in);
      break;
    case SLUICE_KEPT_CLOCK:
      self->number = unpack_seconds (in);
      break;
    case SLUICE_INPUT_RETURN:
    case SLUICE_KEPT_PIN:
    case SLUICE_KEPT_HOLD:
    case SLUICE_KEPT_COMMAND:
      unpack_act (self, in);
      break;
    default:
      break;
    }
}

/* What can be done: that it can't be done where the run is, is told when it is. */
static gboolean
makes_sense (const SluiceKept *self)
{
  switch (self->type)
    {
    case SLUICE_INPUT_RESULT:
    case SLUICE_INPUT_WAKE:
    case SLUICE_INPUT_TIMEOUT:
    case SLUICE_INPUT_RETURN:
    case SLUICE_KEPT_CLOCK:
      return TRUE;
    case SLUICE_KEPT_CHANGE:
      return self->at_once && self->pointer != NULL && self->change >= SLUICE_CHANGE_ADD
             && self->change <= SLUICE_CHANGE_REMOVE;
    case SLUICE_KEPT_PIN:
      return self->at_once && self->pointer != NULL;
    case SLUICE_KEPT_COMMAND:
      return self->at_once && self->command >= SLUICE_COMMAND_NEXT && self->command <= SLUICE_COMMAND_REPLACE
             && (self->command != SLUICE_COMMAND_FAIL || self->error != NULL);
    default:
      return self->at_once;
    }
}

SluiceKept *
sluice_kept_unpack (GBytes *bytes)
{
  g_autoptr (SluiceKept) self = g_new0 (SluiceKept, 1);
  SluiceUnpack in;
  guint64 head;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  head = sluice_unpack_uint (&in);
  self->type = (guint) (head >> 1) & ~IN_PHASE;
  self->in_phase = ((head >> 1) & IN_PHASE) != 0;
  self->at_once = (head & 1) != 0;
  if (self->at_once)
    self->taken = sluice_unpack_uint (&in);
  self->steps = sluice_unpack_uint (&in);
  unpack_body (self, &in);
  return sluice_unpack_ok (&in) && makes_sense (self) ? g_steal_pointer (&self) : NULL;
}

/* FNV-1a: no defence against anybody, only a difference seen. */
static guint64
sum_bytes (const guint8 *bytes,
           gsize         n_bytes)
{
  guint64 sum = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < n_bytes; i++)
    sum = (sum ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

/* Of a wait only its length is left once it has begun: it has no digest. */
guint64
sluice_request_digest (SluiceEffect *effect)
{
  g_autoptr (GByteArray) bytes = NULL;

  if (g_str_equal (sluice_effect_get_effect_type (effect), "sleep"))
    return 0;
  bytes = g_byte_array_new ();
  sluice_pack_value (bytes, sluice_effect_get_request (effect));
  return sum_bytes (bytes->data, bytes->len);
}

const char *
sluice_node_name (SluiceNode *node)
{
  const char *name = sluice_node_get_address (node);

  if (name == NULL)
    name = sluice_node_get_id (node);
  return name != NULL ? name : sluice_node_get_title (node);
}

/* The header */

SluiceRecordInfo *
sluice_record_info_new (void)
{
  return g_new0 (SluiceRecordInfo, 1);
}

SluiceRecordInfo *
sluice_record_info_copy (const SluiceRecordInfo *self)
{
  SluiceRecordInfo *copy = g_memdup2 (self, sizeof *self);

  copy->program = g_strdup (self->program);
  copy->name = g_strdup (self->name);
  copy->file = g_strdup (self->file);
  copy->document = g_strdup (self->document);
  copy->flow = g_strdup (self->flow);
  copy->folder = g_strdup (self->folder);
  copy->parent = g_strdup (self->parent);
  sluice_value_ref (copy->store);
  return copy;
}

void
sluice_record_info_free (SluiceRecordInfo *self)
{
  g_free (self->program);
  g_free (self->name);
  g_free (self->file);
  g_free (self->document);
  g_free (self->flow);
  g_free (self->folder);
  g_free (self->parent);
  sluice_value_unref (self->store);
  g_free (self);
}

/* A record is text in UTF-8: of a name that is none it keeps what can be read. */
static void
pack_path (GByteArray *out,
           const char *path)
{
  g_autofree char *text = path != NULL ? g_utf8_make_valid (path, -1) : NULL;

  sluice_pack_text (out, text, -1);
}

GByteArray *
sluice_record_info_pack (const SluiceRecordInfo *self)
{
  GByteArray *out = g_byte_array_new ();

  sluice_pack_text (out, self->program, -1);
  sluice_pack_text (out, self->name, -1);
  pack_path (out, self->file);
  sluice_pack_text (out, self->document, -1);
  sluice_pack_text (out, self->flow, -1);
  pack_path (out, self->folder);
  sluice_pack_uint (out, self->seed);
  sluice_pack_uint (out, self->max_visits);
  pack_real (out, self->time_limit);
  sluice_pack_int (out, self->started);
  sluice_pack_value (out, self->store);
  sluice_pack_text (out, self->parent, -1);
  sluice_pack_uint (out, self->parent_visit);
  return out;
}

SluiceRecordInfo *
sluice_record_info_unpack (GBytes *bytes)
{
  g_autoptr (SluiceRecordInfo) self = sluice_record_info_new ();
  SluiceUnpack in;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  self->program = sluice_unpack_text (&in, NULL);
  self->name = sluice_unpack_text (&in, NULL);
  self->file = sluice_unpack_text (&in, NULL);
  self->document = sluice_unpack_text (&in, NULL);
  self->flow = sluice_unpack_text (&in, NULL);
  self->folder = sluice_unpack_text (&in, NULL);
  self->seed = sluice_unpack_uint (&in);
  self->max_visits = sluice_unpack_uint (&in);
  self->time_limit = unpack_seconds (&in);
  self->started = sluice_unpack_time (&in);
  self->store = sluice_unpack_value (&in);
  self->parent = sluice_unpack_text (&in, NULL);
  self->parent_visit = sluice_unpack_uint (&in);
  return sluice_unpack_ok (&in) && SLUICE_VALUE_IS_OBJECT (self->store) ? g_steal_pointer (&self) : NULL;
}

GByteArray *
sluice_record_end_pack (SluiceRun *run,
                        gint64     time)
{
  const GError *error = sluice_run_get_error (run);
  GByteArray *out = g_byte_array_new ();

  sluice_pack_uint (out, sluice_run_get_state (run));
  sluice_pack_text (out, sluice_run_get_action (run), -1);
  sluice_pack_text (out, error != NULL ? error->message : NULL, -1);
  sluice_pack_int (out, time);
  sluice_pack_uint (out, sluice_run_get_n_visits (run));
  return out;
}
