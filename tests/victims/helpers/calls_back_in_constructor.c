/* A shared object whose constructor calls the program that loads it. */
void victim_callback(void);

__attribute__((constructor)) static void constructor(void)
{
    victim_callback();
    __asm__ volatile("" ::: "memory");
}
