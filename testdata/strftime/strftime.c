/* Prints a table of what the C library's strftime says, in the C locale: one row for each question, its fields
   separated by tabs: kind, moment (RFC 3339), zone, format, answer. Made with

       gcc -O2 -o /tmp/strftime testdata/strftime/strftime.c
       LC_ALL=C /tmp/strftime > testdata/strftime/answers.tsv

   The moments of one kind stand together. The first of January comes first: there a count that begins wrongly is told
   from one that goes wrong later. Those in UTC come before those in a zone. The program draws them from a fixed seed,
   so it prints the same each time. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *formats[] = {
    "%a", "%A", "%b", "%B", "%c", "%d", "%H", "%I", "%j", "%m", "%M", "%p", "%S", "%U", "%w", "%W", "%x", "%X",
    "%y", "%Y", "%z", "%%", "%Y-%m-%d %X", "%%Y is %Y%%", "日 %d 時 %H é", "%A, %d %B %Y, %I:%M:%S %p",
    "week %U or %W, day %w (%j)", "%H%M%S%%%y%m%d",
};

static uint64_t state = 20311205;

/* from returns a number from lo to hi. */
static int from(int lo, int hi)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return lo + (int)((state >> 33) % (uint64_t)(hi - lo + 1));
}

static void row(const char *kind, const char *moment, const char *zone, const char *format, const struct tm *t)
{
    char answer[256];
    answer[strftime(answer, sizeof answer, format, t)] = 0;
    printf("%s\t%s\t%s\t%s\t%s\n", kind, moment, zone, format, answer);
}

/* ask prints the rows of one moment. The zone's name is asked for only in UTC: a clock that is given by an offset need
   not know the name of the zone. */
static void ask(const char *kind, const char *zone, int y, int mon, int d, int h, int min, int s)
{
    setenv("TZ", zone, 1);
    tzset();
    struct tm t = {.tm_year = y - 1900, .tm_mon = mon - 1, .tm_mday = d, .tm_hour = h, .tm_min = min, .tm_sec = s, .tm_isdst = -1};
    time_t when = mktime(&t);
    localtime_r(&when, &t);
    char moment[64];
    size_t n = strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%S", &t);
    if (strcmp(zone, "UTC") == 0)
        strcpy(moment + n, "Z");
    else
        snprintf(moment + n, sizeof moment - n, "%c%02ld:%02ld", t.tm_gmtoff < 0 ? '-' : '+', labs(t.tm_gmtoff) / 3600, labs(t.tm_gmtoff) / 60 % 60);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        row(kind, moment, zone, formats[i], &t);
    if (strcmp(zone, "UTC") == 0)
        row(kind, moment, zone, "%Z", &t);
}

enum { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

static int weekday(int y, int mon, int d)
{
    struct tm t = {.tm_year = y - 1900, .tm_mon = mon - 1, .tm_mday = d, .tm_hour = 12};
    setenv("TZ", "UTC", 1);
    tzset();
    mktime(&t);
    return t.tm_wday;
}

/* some asks about moments in every so many years, on one day of the week in one month. One of each kind is drawn in a
   run, so every run meets all months, all days of the week, and all hours of a clock with twelve. */
static void some(const char *kind, int first, int last, int step, int mon, int day, int h)
{
    for (int i = 0; i < 10; i++) {
        int y = first + step * from(0, (last - first) / step), d = from(1, 21);
        d += (day - weekday(y, mon, d) + 7) % 7;
        ask(kind, "UTC", y, mon, d, h, from(0, 59), from(0, 59));
    }
}

int main(void)
{
    static const char *zones[] = {"Asia/Kolkata", "America/New_York", "Asia/Shanghai", "Australia/Adelaide", "America/St_Johns"};
    const int each = 10;
    for (int i = 0; i < each; i++)
        ask("first of January", "UTC", 2011 + i, 1, 1, from(0, 1) * 12 + 1, from(0, 59), from(0, 59));
    for (int i = 0; i < each; i++)
        ask("single digits", "UTC", 2001 + from(0, 8), 5, from(1, 9), 5, from(0, 9), from(0, 9));
    static const int mondays[] = {2001, 2007, 2018, 2029, 2035, 2046, 2057, 2063, 2074, 2085}; /* their weeks 53 begin with their last days */
    for (int i = 0; i < each; i++)
        ask("last of December", "UTC", mondays[i], 12, 31, from(0, 1) * 12 + 10, from(0, 59), from(0, 59));
    for (int i = 0; i < each; i++)
        ask("leap day", "UTC", 1972 + 4 * from(0, 30), 2, 29, from(0, 1) * 12 + 2, from(0, 59), from(0, 59));
    some("end of a leap year", 1972, 2096, 4, 10, TUESDAY, 9);
    some("after midnight", 1971, 2099, 1, 7, WEDNESDAY, 0);
    some("after noon", 1971, 2099, 1, 8, FRIDAY, 12);
    some("Sunday", 2000, 2023, 1, 9, SUNDAY, 19);
    some("November", 1971, 2099, 1, 11, MONDAY, 8);
    some("long ago", 1000, 1899, 1, 4, THURSDAY, 6);
    some("far ahead", 2101, 9999, 1, 6, SATURDAY, 7);
    static const int centuries[] = {1700, 1800, 1900, 2100, 2200};
    for (int i = 0; i < each; i++) /* no leap years, though 4 divides them */
        ask("after February of a century", "UTC", centuries[i % 5], 3, from(1, 28), 16, from(0, 59), from(0, 59));
    /* Kinds of a single moment are asked for in every run: 400 divides this year, and its week 53 begins with its last day. */
    ask("leap day of 2000", "UTC", 2000, 2, 29, 3, 4, 5);
    ask("last day of 2000", "UTC", 2000, 12, 31, 23, 58, 59);
    for (int i = 0; i < each; i++)
        ask("another zone", zones[i % 5], from(1990, 2030), from(1, 12), from(1, 28), from(0, 23), from(0, 59), from(0, 59));
    ask("New Year's Eve", "America/New_York", 2027, 12, 31, 20, 15, 30); /* in UTC it is 2028 */
    ask("New Year's Day", "Asia/Kolkata", 2028, 1, 1, 3, 45, 10);        /* in UTC it is 2027 */
    ask("summer time", "America/New_York", 2029, 7, 4, 10, 20, 30);
    ask("first hour of a day in summer time", "America/New_York", 2031, 7, 5, 0, 30, 20); /* 24 hours a day make one day less */
    ask("behind by half an hour", "America/St_Johns", 2031, 1, 18, 22, 53, 22);
    ask("behind by half an hour, all year", "Pacific/Marquesas", 2031, 7, 8, 9, 10, 11);
    return 0;
}
